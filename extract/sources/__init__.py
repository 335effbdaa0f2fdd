"""Where files come from: a folder (`folder.py`) or statistics pages on the web (`web/`). Bytes only; nothing is read here."""
