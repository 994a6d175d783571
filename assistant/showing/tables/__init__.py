"""Tables: the row that a question names, and what it asks of a whole table.

In: evidence, and the document around it. Out: pieces of rows. Read `rows` (a row, and in it the cell), then
`row_questions` (the cheapest, under £5, out of stock), `whole` (a table, and what its cells amount to),
`selection` and `columns` (which rows, which column), `computed` with `having` (rows with a value, with yes),
`days` (rows for a day or month), `looked_up` (a cell), `denied` (what is asked not to be), `categories` (all
rows of a kind), `logs` (entries by day), `compared` (how two of its columns differ), `entire` (all of it),
`opening` (the hours of a day) and `rota` (who is on).
"""
