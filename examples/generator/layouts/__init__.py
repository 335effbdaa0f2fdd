"""How villages lay out a workbook: recipes (recipes.toml) and the pieces that draw them."""
