"""Places and agencies: states and regions, ZIP codes, distances, who serves where.

In reading order:

- `choices`: kinds and sizes of agencies, and of ZIP codes abroad
- `states`: the jurisdictions and the ten regions, as code
- `zones`: their time zones, as people say them
- `tiles`: the square of each on the map; a state that lacks one stops the start
- `fields`: the column of a ZIP code, and reading one as it is typed
- `models/`: `located` (degrees), `zips`, `agency`; `rules` has their constraints
- `formfields`: the box for a ZIP code, which looks it up
- `distance`: who is near, in SQL
- `zip_table`: filling the table of ZIP codes (`manage.py load_zips`)
- `fbi`: reading the FBI's list of agencies (`manage.py import_agencies`)
- `admin`, `staff_filters`: the staff's list of agencies; filters by region and state

A rule about what a state is stands in `states`; about the data, in `models/rules`;
about what was typed, in the field that takes it.
"""
