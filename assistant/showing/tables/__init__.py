"""Tables: the row that a question names, and what it asks of a whole table.

In: evidence, and the document around it. Out: pieces of rows. Read `rows` (a row, and in it the cell), then
`asked` (the cheapest, under £5, out of stock), `whole` (a table, and what its cells amount to), `columns`
(which of them is meant), `computed`, `looked_up` (a cell, or the rows with a value), `categories` (all rows
of a kind), `entries` (those of a log), `compared` (how two of its columns differ), `entire` (all of it)
`opening` (the hours of a day) and `rota` (who is on).
"""
