"""The portal as a whole: settings, addresses, and the pages that draw on every app.

In reading order:

- `settings`, `urls`, `wsgi`: how it runs, and every address
- `promises`: what the contact page allows, what is soon on the desk
- `home`, `hub`: the front door, and pages that explain
- `search`: one search over everything public
- `contact`, `contact_topics`, `emails`: writing to the program office, about what
- `desk`, `tasks`: where whoever signs in begins, and what waits for a leader
- `staff_home`: what waits for the staff, on the desk and on the staff site
- `staff_site`, `staff_apps`: the staff site of the whole portal
- `crawlers`: what robots read
- `checks`, `models`: what stops a deployment, and the mark of the sample network
- `sample/`: a network of people who do not exist (`manage.py load_sample`)
- `outbox_preview`, `styleguide`: the mails and the components, in development only
- `embedded/`: a PostgreSQL of the checkout's own

A rule of a leader, a film or a screening never stands here: these pages ask the app
that owns it. What may stop a start stands in `settings` (the environment), in `apps`
(steps without rules) and in `checks` (everything else).
"""
