"""What a village means to report: one module a dataset, each making typed records and moving them on by a month."""
