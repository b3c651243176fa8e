"""Films and resources: the library, its topics, its lists and its search.

In reading order; each module imports only what stands above it:

- `promises`: lengths of films, and how much may be typed to search
- `choices`: kinds, audiences, languages, bands of length
- `sites`: who stands behind an address
- `models/`: topic, work (what both share), film, resource, their rules
- `search_words`: what a search finds besides title and summary
- `search_lengths`: a length among the words that somebody types
- `search_slips`: what somebody may have meant who slipped in spelling
- `search`: full-text search, for these lists and for the whole site
- `formfields`: the box to search
- `filters`: the boxes beside a list
- `finding`: what a list finds, ways out of an empty one, what goes together
- `facts`: the facts beside a film or a resource
- `structured`: rows for other programs
- `additions`: what later apps add to a film's page
- `views`: the pages
- `urls`: their addresses
- `film_urls`: and those of films
- `catalogue`: what ships in data/, for `manage.py load_catalogue`
- `admin`: the staff's side

Which works count as what: methods of their querysets. How long is long: `promises`.
What holds of the data: `models/rules`.
"""
