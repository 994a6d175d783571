"""What a text says, once for all who ask: its tokens, numbers, dates, names, denials and opposites.

In: a text. Out: records with the tokens they are made of. Read `tokens`, `numbers` (with `number_words` and
`units`), `dates`, `names`, then `parsed`, which holds all, and what is read from that: `denials`,
`opposites`. `circumstances` tells ages, weekdays and months, which rows and columns are for; `codes` finds
"E11" and the like, `reported` of whom or what somebody says something. `terms` tells names, numbers and stems
word by word, for comparing texts as the index does; `contractions` mends how a question is typed,
`courtesies` leaves the question alone; `remarks` knows what asks for nothing that documents say.
"""
