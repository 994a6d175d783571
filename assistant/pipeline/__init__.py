"""One question's way to its answer.

In: a question with what was said before. Out: events, the last of which is the answer. Read `pipeline` first,
which has the whole way: `several` takes several questions in one line apart, of which `at_once` makes one
answer, `followup` makes the question stand alone (`new_topic` tells whether it begins something else),
`drafting` asks the model (with `prompt` and `probes`), `deciding` answers, doubts or declines, `composing`
makes the answer of that, `joining` one of several. Beside the way: `suggestions` (questions that the
documents answer, by `question_generation`), `scope` (what is said of chosen sources), `checking` (a foreign
text), `trial` (what a model can).
"""
