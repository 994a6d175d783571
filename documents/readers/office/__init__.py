"""Office files: Word, Excel, PowerPoint, OpenDocument and Rich Text.

In: a file. Out: a `RawDocument`, a page each slide and a section each sheet, all changes accepted. Read
`packages` (their ZIP archives of XML), then a format: `word` with `word_paragraph` and `word_numbering`,
`workbook` with `number_formats`, `slides` with `slide_bullets`, `opendocument` with `opendocument_text`, or
`rich_text`; `graphics` are charts and diagrams, `compound` and `old_workbook` the files of old programs.
"""
