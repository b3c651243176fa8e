"""People who sign in.

Read in this order:

- `promises`: how long codes, links and sessions hold; how often a door may be tried
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
- `invitations`: links by which staff choose a first password
- `staff`: making somebody staff, and helping staff who lost a factor

- `emails`: mail that allauth does not send
- `corrections`: staff set a wrong address right
- `adapter`: how allauth acts here
- `forms`: what people type about themselves
- `factor_forms`: allauth's forms of the second step, with our limits
- `entrance`: pages on the way in: sign up, codes, a new password
- `views`: the account's own pages
- `allauth_views`: allauth's pages, where ours do more
- `urls`, `allauth_urls`: our addresses, and allauth's with those pages in place
- `admin`: accounts in the staff site
- `jobs`: what the worker forgets
"""
