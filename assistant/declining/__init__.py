"""When to answer and when to say that the documents do not.

In: findings (what the documents gave for a question) and a draft. Out: what speaks for the draft and against
it, and what a decline has to offer. Read `findings`, `drafts`, `signals` with `measures`, and `calibration`
first; `answerability`, `naming`, `agreement`, `superseded` and `unmeasured_models` are the rules that look
beside the confidence; `decline_help` is for a decline, `care` for the setting of that name.
`assistant/pipeline/deciding.py` decides.
"""
