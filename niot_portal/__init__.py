"""The portal as a whole: settings, addresses, and the pages that draw on every app.

In reading order.

How it runs:

- `settings`: every setting; each deployment choice reads its variable
- `environment`: what a variable must be, a sentence for each that is wrong
- `urls`: every address
- `wsgi`: the door for a web server
- `models`: the mark of the sample network
- `topics`: which tables visitors see, by the topic that a change raises
- `checks`: what stops a deployment
- `embedded/`: a PostgreSQL of the checkout's own

Pages for everybody:

- `promises`: what the contact page allows, what is soon on the desk
- `home`: the front door
- `near`: what the network has near a ZIP code
- `hub`: pages that explain
- `search`: one search over everything public
- `regarding`: whom or what a message to the program office is about
- `emails`: that message, and its receipt
- `contact`: the page to write it on
- `crawlers`: what robots read

Pages for whoever signs in:

- `tasks`: what waits for a leader
- `staff_home`: what waits for the staff
- `staff_search`: one search for the staff, over every kind of record
- `desk`: where everybody who signs in begins
- `staff_site`: the staff site of the whole portal
- `staff_apps`: which makes it the admin of the project

In development only:

- `sample/`: a network of people who do not exist
- `outbox_preview`: every mail as its reader would see it
- `styleguide`: every component in its states

A rule of a leader, a film or a screening never stands here: a page asks the app that
owns it. What may stop a start: `settings` (the environment), `apps.py` (a step without
its rule), `checks` (the rest; none looks at what a visitor can send).
"""
