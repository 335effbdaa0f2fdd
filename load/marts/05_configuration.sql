-- The configuration that stands, or stood at pmv.as_of.
CREATE VIEW core.standing_configuration AS
SELECT configuration_id, subject, path, lines, recorded_at FROM audit.configuration
WHERE recorded_at <= core.as_of() AND (superseded_at IS NULL OR superseded_at > core.as_of());
