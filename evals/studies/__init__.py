"""Measurements of this project itself, which are not installed: `python -m evals.studies.<name> --help`.

`swaps`, `checker` and `injection` judge the checker and what is withheld, `declining` and `answerable` the
confidence, `conflicts`, `followups`, `new_topics`, `rankers` and `oracle` what their names say, `bench`
speed and memory, `scale`, `databases`, `moving` and `load` large libraries, their databases and many people
at once. `answerable` and `late_interaction` also train the models that come with Footnote. What they share:
`command`, `bootstrap` (intervals), `lowrank` (training) and `written_sets` (sentences written for the
project).
"""
