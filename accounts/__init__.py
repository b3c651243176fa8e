"""People who sign in.

Read in this order:

- `promises`: how long codes, links and sessions hold; how often a door may be tried
- `choices`: what becomes of an invitation, and of a reset
- `statuses`: what may follow what, for an invitation and for a reset
- `models`: the account, its addresses, who counts as what
- `roles`: who on the staff may do what
- `passwords`: what a password may not be

- `tries`: how often a door may be tried, by whom, and who is told
- `browsers`: the browsers that are known to be somebody's own
- `codes`: a mailed code that proves an address: asked, kept, taken
- `sign_up`: making an account: the same work for known and new addresses
- `resets`: the link to a new password
- `second_factor`: staff reach nothing without one; its secrets lie encrypted
- `passkeys`: what a passkey's answer may look like
- `idle`: sessions end by themselves

- `emails`: mail that allauth does not send
- `invitations`: how somebody joins the staff, and the links by which they do
- `leaving`: what hangs on staff who go, handed over by the apps that know it
- `staff`: members of the staff: asked to join, given and taken a role, ended
- `factor_resets`: a lost second factor: one starts its reset, another confirms
- `remembered`: what a page about a person asks more than once
- `corrections`: staff set a wrong address right

- `adapter`: how allauth acts here
- `forms`: what people type about themselves
- `factor_forms`: allauth's forms of the second step, with our limits
- `entrance`: pages on the way in: sign up, codes, a new password
- `views`: the account's own pages
- `allauth_views`: allauth's pages, where ours do more
- `urls`, `allauth_urls`: our addresses, and allauth's with those pages in place
- `staff_forms`, `staff_acts`, `staff_admin`: people with a role in the staff site
- `admin`: accounts in the staff site
- `jobs`: what the worker forgets
"""
