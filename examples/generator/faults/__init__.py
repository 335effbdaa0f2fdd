"""What goes wrong on purpose: in a cell, in a row, in a whole file. Each fault knows what a reader must do about it."""
