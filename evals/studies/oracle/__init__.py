"""How a model fares that is always right or always wrong: what Footnote makes of drafts that are known.

Each case gets in the model's place the gold evidence, the gold answer alone, the gold in other words, and in
unanswerable cases a decline; then what a wrong model might say: a true sentence that answers another
question, the gold with one fact exchanged (`drafts`). Everything else is as it is for a model that was not
measured (`assistant/declining/unmeasured_models.py`); `outcomes` counts what becomes of the drafts.
"""
