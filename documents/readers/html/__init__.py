"""Web pages.

In: a file. Out: a `RawDocument` with all that can be seen, menus and banners marked as furniture. Read
`reader`, then `walk` (from the page's tree to its `pieces`) with `elements`, then `tables`, `lists` and
`furniture`.
"""
