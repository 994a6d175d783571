"""The library in tables, which SQLite and PostgreSQL have alike: sources with their texts; conversations.

In: what ingest made of a source. Out: records of `documents.types`. Read `tables` (what all SQL stands on),
`library_tables` with `sources`, `passages` and `writing`, `conversations` with `turns`, `originals` with
`remote_originals`, and `copying` (from one library into another); `facts` and `vectors` are what columns
hold, `lock` keeps out a second writer. What is each database's own is in `sqlite` and in `postgres`.
"""
