-- Visits, each with what happened in it. A materialized view is recomputed when something that it reads has changed.
CREATE OR REFRESH MATERIALIZED VIEW sessions
AS SELECT
  session_id,
  any_value(user_id) AS user_id,
  any_value(referrer) AS referrer,
  any_value(device) AS device,
  min(event_time) AS started_at,
  max(event_time) AS ended_at,
  count(*) AS events,
  bool_or(event_type = 'search') AS searched,
  bool_or(event_type = 'add_to_cart') AS filled_cart,
  bool_or(event_type = 'purchase') AS purchased
FROM clicks
GROUP BY session_id;

-- How far visitors get, by where they come from.
CREATE OR REFRESH MATERIALIZED VIEW funnel
AS SELECT
  referrer,
  count(*) AS sessions,
  count_if(filled_cart) AS filled_cart,
  count_if(purchased) AS purchased,
  round(100 * count_if(purchased) / count(*), 1) AS percent
FROM sessions
GROUP BY referrer;

-- A minute is written once, when no click of it can come any more: one minute later.
CREATE OR REFRESH STREAMING TABLE views_by_minute
AS SELECT window.start AS minute, page, count(*) AS views
FROM STREAM clicks WATERMARK event_time DELAY OF INTERVAL 1 MINUTE
GROUP BY window(event_time, '1 minute'), page;
