"""How fast the portal is, beside a bare Django page in the same run.

- `rows`: fills a database with N times the sample network, the same rows each time
- `bare`: the page to compare with: one query, 20 cards
- `load`: asks for pages and reads what the servers spent
- `__main__`: the run: `make bench`
"""
