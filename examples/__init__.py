"""Material to try the product with: invented village workbooks and the scripts that make them. Not installed."""
