"""Files that are text themselves: plain text, Markdown, subtitles.

In: a file. Out: a `RawDocument` whose text is the file's own, with `block_list` over it. Read `text`, then
`prose` (hard-wrapped lines), `headings`, `marks` and `tables`; or `markdown` with `markdown_blocks`; or
`subtitles`.
"""
