"""PDF, page by page, told from where its words stand.

In: a file. Out: a `RawDocument`, its text in reading order, headings, lists, tables, forms, and running
headers told apart. Read `reader` (the file as a whole), then a page's way: `words`, `lines`, `layout` and
`sides` (columns), `tables` with `cells` and `header_rows`, `parts`, all joined by `pages`; `furniture`
finds what stands on every page, `forms` what PDFium leaves out, `damage` the pages that are broken, and
`writing` writes the text.
"""
