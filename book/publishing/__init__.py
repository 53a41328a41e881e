"""How the chapters become the published site: what `python book/site.py` does, a module for each part of it."""
