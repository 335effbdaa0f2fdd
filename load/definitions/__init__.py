"""What tables and columns outside the contracts mean, in both languages (read by `load.dictionary`)."""
