CREATE TEMPORARY VIEW view_over_python AS
SELECT d.name, d.price, p.price AS old_price FROM discounted d JOIN LIVE.products p USING (id);

CREATE MATERIALIZED VIEW names (CONSTRAINT short EXPECT (length(name) < 4))
AS SELECT upper(name) AS name FROM cheap_names;

CREATE VIEW published AS SELECT name FROM discounted;
