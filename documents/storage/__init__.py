"""The library in one SQLite file: sources with their texts, passages and vectors, and conversations.

In: what ingest made of a source. Out: records of `documents.types`. Read `schema` (the tables) and `database`
(the file), then `sqlite_library` with `library_tables`, `sources`, `passages`, `writing` and `full_text`,
`conversations` with `turns`, and `originals`; `tables` is what all SQL stands on, `facts` and `vectors` are
what columns hold, and `lock` keeps a second writer out.
"""
