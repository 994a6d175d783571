"""The page in the browser: `serve_page` of `server` shows it until the process is stopped.

In: an Assistant. Out: HTML and JSON for the page's scripts. Read `server` (with its `middleware` and
`uploads`), `page` (what is built), `panel` (what a place is and how its script calls it), `panels` and
`plugged` (those of plugins); then `rendering` with `templates` and `views` (what is shown), `jobs` (what
goes on behind), `rail`, `model_loading`, `status`, `reading_speed`, and `words`: all that the page says.
"""
