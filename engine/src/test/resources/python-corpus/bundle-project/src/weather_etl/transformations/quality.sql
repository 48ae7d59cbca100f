CREATE OR REFRESH MATERIALIZED VIEW hot_stations AS SELECT station FROM warmest WHERE fahrenheit > 80;
