"""Films and resources: the library, its topics, its lists and its search.

In reading order:

- `choices`: kinds, audiences, languages, lengths of films
- `promises`: those lengths, and how much may be typed to search
- `models/`: `topic`, `work` (what both share), `film`, `resource`; `rules` has their
  constraints
- `sites`: who stands behind an address
- `search_words`: what a search finds besides title and summary
- `search`: full-text search, for these lists and for the whole site
- `formfields`, `filters`: the box to search, and the boxes beside a list
- `finding`: what a list finds, the ways out of an empty one, what goes together
- `facts`: the facts beside a film or resource
- `structured`: rows for other programs
- `additions`: what later apps add to a film's page
- `views`, `urls`, `film_urls`: the pages
- `catalogue`: loading what ships in `data/` (`manage.py load_catalogue`)
- `admin`: the staff's side

Which works count as what (published, matching) is a method of their queryset; how long
is long stands in `promises`; what must always be true in `models/rules`.
"""
