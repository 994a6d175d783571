"""The library in tables, which SQLite and PostgreSQL have alike: sources with their texts; conversations.

In: what ingest made of a source. Out: records of `documents.types`. Read `tables` (what all SQL stands on),
`sources`, `passages` and `writing`, of which `documents.library` is made, `conversations` with `turns`,
`originals` with `remote_originals`, and `copying` (from one library into another); `records`, `facts`,
`vectors` and `json_texts` are what is written, read and kept in columns, `lock` keeps out a second writer.
What is each database's own is in `sqlite` and in `postgres`.
"""
