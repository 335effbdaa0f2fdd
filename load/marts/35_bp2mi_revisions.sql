-- Successive vintages of a figure from the same kind of source.
CREATE VIEW core.figure_vintage AS
SELECT f.*, lag(f.value) OVER earlier AS old_value, lag(f.published_on) OVER earlier AS old_published_on,
       lag(f.publication) OVER earlier AS old_publication
FROM (
  SELECT DISTINCT ON (measure, basis, period_type, period_start, period_end, unit, member_key, source_kind, published_on) *
  FROM core.bp2mi_figures_ranked
  WHERE recorded_at <= core.as_of() AND (replaced_at IS NULL OR replaced_at > core.as_of())
  ORDER BY measure, basis, period_type, period_start, period_end, unit, member_key, source_kind, published_on, preference
) AS f
WINDOW earlier AS (PARTITION BY measure, basis, period_type, period_start, period_end, unit, member_key, source_kind ORDER BY published_on);

CREATE VIEW mart.bp2mi_revisions AS
SELECT measure AS figure, basis, period_type, period_start, period_end, breakdown, members,
       (SELECT string_agg(m.value ->> 'label', ' | ' ORDER BY m.key) FROM jsonb_each(members) AS m) AS member,
       unit, source_kind, old_value, value AS new_value, value - old_value AS change,
       round((value - old_value) / nullif(old_value, 0), 4) AS change_share,
       old_published_on, published_on AS new_published_on, old_publication, publication AS new_publication, load_id
FROM core.figure_vintage
WHERE value <> old_value;
