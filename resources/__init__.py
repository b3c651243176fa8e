"""Films and resources: the library, its topics, its lists and its search; help lines.

In reading order; each module imports only what stands above it:

- `promises`: lengths of films, and how much may be typed to search
- `choices`: kinds, audiences, languages, bands of length
- `help_choices`: those of help lines and laws
- `statuses`: what may follow what, for help lines and laws
- `sites`: who stands behind an address
- `models/`: topic, work (what both share), film, resource, help, their rules
- `checking`: publishing help lines and laws after a check
- `help`: what the help pages ask
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
- `help_catalogue`: the help lines and laws in data/, for `manage.py load_help`
- `admin`: the staff's side
- `help_admin`: and that of help lines and laws

Which works count as what: methods of their querysets. How long is long: `promises`.
What holds of the data: `models/rules`.
"""
