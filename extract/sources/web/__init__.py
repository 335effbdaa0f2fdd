"""Statistics pages on the web: `connector.py` watches them, `fetch.py` asks politely, `pages.py` reads what links to what."""
