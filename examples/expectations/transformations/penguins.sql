-- Every row is kept, and says which rules it breaks. The table is private: only this pipeline reads it.
CREATE OR REFRESH PRIVATE STREAMING TABLE checked (
  CONSTRAINT measured EXPECT (body_mass_g IS NOT NULL AND flipper_length_mm IS NOT NULL),
  CONSTRAINT sex_known EXPECT (sex IN ('male', 'female')),
  CONSTRAINT plausible_mass EXPECT (body_mass_g BETWEEN 2500 AND 6500)
)
PARTITIONED BY (quarantined)
AS SELECT
  *,
  -- NOT NULL is NULL: without coalesce such a row would be in neither of the two tables below
  NOT coalesce(
    body_mass_g IS NOT NULL AND flipper_length_mm IS NOT NULL AND sex IN ('male', 'female')
      AND body_mass_g BETWEEN 2500 AND 6500,
    false) AS quarantined
FROM STREAM read_files(
  'data/penguins',
  format => 'csv',
  header => true,
  nullValue => 'NA',
  schema => 'species STRING, island STRING, bill_length_mm DOUBLE, bill_depth_mm DOUBLE, flipper_length_mm INT,
             body_mass_g INT, sex STRING, year INT');

CREATE OR REFRESH STREAMING TABLE penguins (
  CONSTRAINT known_species EXPECT (species IN ('Adelie', 'Chinstrap', 'Gentoo')) ON VIOLATION FAIL UPDATE,
  CONSTRAINT short_bill EXPECT (bill_length_mm < 55) ON VIOLATION DROP ROW
)
COMMENT 'Penguins that were measured completely'
AS SELECT * EXCEPT (quarantined) FROM STREAM checked WHERE NOT quarantined;

CREATE OR REFRESH STREAMING TABLE quarantine
COMMENT 'Rows for somebody to look at'
AS SELECT * EXCEPT (quarantined) FROM STREAM checked WHERE quarantined;

CREATE OR REFRESH MATERIALIZED VIEW species
AS SELECT species, count(*) AS penguins, round(avg(body_mass_g)) AS avg_mass_g FROM penguins GROUP BY ALL;

-- A table that only checks: the update fails if a row got lost between the two.
CREATE OR REFRESH PRIVATE MATERIALIZED VIEW nothing_lost (
  CONSTRAINT all_rows_accounted_for EXPECT (received = quarantined + measured) ON VIOLATION FAIL UPDATE
)
AS SELECT
  (SELECT count(*) FROM checked) AS received,
  (SELECT count(*) FROM quarantine) AS quarantined,
  (SELECT count(*) FROM checked WHERE NOT quarantined) AS measured;
