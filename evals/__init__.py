"""Whether the answers are good, with no judge model: sets of cases come in, runs with their figures go out.

In reading order: `cases` (a question with its gold) and `datasets/` (the shapes they are read from),
`runner` (asks each case), `gold` (where the gold lies in the stored text), `judge` with `points` and `text`
(from an answer to a verdict), `verdicts`, `metrics/` (from verdicts to figures), `runs` (what is kept of
it), `outcomes`, `comparing` (two runs) and `report` (for a person). `calibrating` fits the confidence to a
person's own cases, by `fitting` and `logistic`. `keeping/` has what lasts from run to run, `page/` the page's
Evals, `plugin` the commands; `studies/` measures this project itself and is not installed.
"""
