-- The vintages of a figure that became current on their day, each beside the one that stood before: a better source, or a later
-- one as good (rules.md 23). What the press quotes otherwise after the publisher has spoken revises nothing.
CREATE VIEW core.figure_vintage AS
SELECT f.*, lag(f.value) OVER earlier AS old_value, lag(f.published_on) OVER earlier AS old_published_on,
       lag(f.source_kind) OVER earlier AS old_source_kind, lag(f.publication) OVER earlier AS old_publication
FROM (
  SELECT v.*, min(preference[1:2]) OVER (
    PARTITION BY measure, basis, period_start, period_end, unit, member_key ORDER BY published_on) AS best_so_far
  FROM (
    SELECT DISTINCT ON (measure, basis, period_start, period_end, unit, member_key, published_on) *
    FROM core.bp2mi_figures_ranked
    WHERE recorded_at <= core.as_of() AND (replaced_at IS NULL OR replaced_at > core.as_of())
    ORDER BY measure, basis, period_start, period_end, unit, member_key, published_on, preference
  ) AS v
) AS f
WHERE f.preference[1:2] = f.best_so_far
WINDOW earlier AS (PARTITION BY measure, basis, period_start, period_end, unit, member_key ORDER BY published_on);

CREATE VIEW mart.bp2mi_revisions AS
SELECT measure AS figure, basis, period_type, period_start, period_end, breakdown, members, confined_to,
       core.member_words(members, confined_to) AS member,
       unit, source_kind, old_source_kind, old_value, value AS new_value, value - old_value AS change,
       round((value - old_value) / nullif(old_value, 0), 4) AS change_share,
       old_published_on, published_on AS new_published_on, old_publication, publication AS new_publication, load_id
FROM core.figure_vintage
WHERE value <> old_value;
