"""PDF: from `pages` over `words`, `lines` and `layout` to `parts` and `tables`, written out by `writing`.

In: a file. Out: text in reading order with headings, lists, tables, forms, and running headers told apart.
"""
