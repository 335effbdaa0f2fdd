"""The open-data export piece by piece: which views there are, how a value is written, what the package says about itself."""
