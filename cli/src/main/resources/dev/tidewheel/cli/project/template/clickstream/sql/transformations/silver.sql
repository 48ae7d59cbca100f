-- Rows that break a rule with DROP ROW are left out and counted; the others are only counted.
CREATE OR REFRESH STREAMING TABLE clicks (
  CONSTRAINT has_session EXPECT (session_id IS NOT NULL) ON VIOLATION DROP ROW,
  CONSTRAINT event_is_known EXPECT (event_type IN ('view', 'search', 'add_to_cart', 'purchase')) ON VIOLATION DROP ROW,
  CONSTRAINT has_referrer EXPECT (referrer IS NOT NULL)
)
AS SELECT *, CAST(event_time AS DATE) AS day
FROM STREAM clicks_bronze;
