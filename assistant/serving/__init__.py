"""The page for a team: at any address, behind a password, by several processes, with numbers and a log.

In: the settings and `Options`. Out: a server until it is stopped. Read `options` (what may be asked for),
`running` (how the parts are joined), `served` with `stopping` and `following` (one page, its last answers,
its settings), `workers` and `front` (several), `door` with `tickets` (the password), `forwarded`, `probes`
(health and readiness), `numbers` (metrics) and `lines` (the log).
"""
