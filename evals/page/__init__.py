"""The page's Evals. In: a set's name or a folder. Out: HTML of the choice, of a run and of one case.

Read `panel` (the calls), `job` (a run behind the page) with `remaining_time`, then what is shown: `choice`,
`report`, `trace`, with the templates that `rendering` finds.
"""
