"""People who sign in.

In reading order; each module begins with more.

What holds:

- `promises`: how long codes, links and sessions hold; how often a door may be tried
- `models`: the account, its addresses, who counts as what
- `roles`: who on the staff may do what
- `passwords`: what a password may not be

Ways in, and who may try them how often:

- `tries`: how often a door may be tried, by whom, and who is told
- `browsers`: the browsers that are known to be somebody's own
- `codes`: a mailed code that proves an address: asked, kept, taken
- `sign_up`: making an account: the same work for known and new addresses
- `resets`: the link to a new password
- `passkeys`: what a passkey's answer may look like
- `second_factor`: staff reach nothing without one; its secrets lie encrypted
- `idle`: sessions end by themselves
- `invitations`: links by which staff choose a first password
- `staff`: making somebody staff, and helping staff who lost a factor

Mail and pages:

- `emails`: mail that allauth does not send
- `adapter`: how allauth acts here
- `forms`: what people type about themselves
- `factor_forms`: allauth's forms of the second step, with our limits
- `entrance`: pages on the way in: a new account, a code, a forgotten password
- `views`: the account's own pages
- `allauth_views`: allauth's pages, where ours must do more
- `urls`, `allauth_urls`: the addresses of both
- `admin`: accounts in the staff site
- `jobs`: what the worker forgets
- `management`: commands: invite somebody, make the roles, reset a second factor
"""
