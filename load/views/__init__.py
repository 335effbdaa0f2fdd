"""Templates of the readable views; `load.fact_views` fills in the columns of the contracts."""
