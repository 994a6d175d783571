"""Many people at once: what they wait for, and whether each waits as long as the others.

`python -m evals.studies.load SET...` starts `footnote serve` on the sets' documents with a model server that
writes a given number of tokens a second, and has so many people log in, ask, read and ask again. Read
`model_server`, `people`, `figures` and `cost`.
"""
