"""The page for a team: at any address, behind a password, by several processes, with metrics and a log.

In: the settings and `Options`. Out: a server until it is stopped. Read `options` (what may be asked for),
`launch` (how the parts are joined), `page_server` with `shutdown` and `settings_watch` (one page, its last
answers, its settings), `workers` and `proxy` (several), `login` with `session_cookie` (the password),
`forwarded`, `health`, `metrics` and `json_log`.
"""
