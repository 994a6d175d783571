"""The library in tables, in one SQLite file: sources with texts, passages and vectors; conversations.

In: what ingest made of a source. Out: records of `documents.types`. Read `tables` (what all SQL stands on),
`schema` and `database` (SQLite's), then `sqlite_library` with `library_tables`, `sources`, `passages`,
`writing` and `full_text`, `conversations` with `turns`, `originals` with `remote_originals`, and `copying`
(from one library into another); `facts` and `vectors` are what columns hold, `lock` keeps out a second
writer.
"""
