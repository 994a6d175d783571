"""The page for a team: at any address, behind a password, with probes and a stop that loses no answer.

In: the settings and `Options`. Out: a server until it is stopped. Read `options` (what may be asked for),
`running` (how the parts are joined), `door` with `tickets` (the password), `probes` (health and readiness),
`stopping` (the last answers).
"""
