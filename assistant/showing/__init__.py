"""What was found, shown in the documents' own words: no language model is needed for it.

In: evidence. Out: the pieces of an answer. Read `show`, which asks `forms` how a question wants to be
answered and makes `pieces`: `quotes` (with `speakers` and `going_on`), `lists`, rows (`tables`), sides
(`comparisons`, `editions`) and `summaries`. `around` has what stands around a sentence in its document,
`families` which documents are editions of one, `dated` what one says on several days. `assembly` makes the
answer of pieces, `as_text` its text. For the page: `excerpts` and `pane_text`.
"""
