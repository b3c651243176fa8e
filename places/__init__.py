"""Places and agencies: states and regions, ZIP codes, distances, who serves where.

In reading order; each module imports only what stands above it:

- `choices`: kinds and sizes of agencies, and of ZIP codes abroad
- `zones`: time zones as people say them, and those of each state
- `states`: the jurisdictions and the ten regions, as code
- `tiles`: the square of each state on the map
- `fields`: the column of a ZIP code, and reading one as it is typed
- `models/`: located (degrees), zips, agency, their rules
- `formfields`: the box for a ZIP code, which looks it up
- `distance`: who is near, in SQL
- `zip_table`: the rows of ZIP codes, for `manage.py load_zips`
- `fbi`: the FBI's list of agencies, for `manage.py import_agencies`
- `staff_filters`: how staff narrow a list to a region or a state
- `admin`: the staff's list of agencies

What a state is and lacks: `states`, `tiles` (a state without its zone, region or square
stops the start). What holds of the data: `models/rules`. What was typed: the field.
"""
