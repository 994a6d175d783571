"""The library in one SQLite file: sources with their texts, passages and vectors, and conversations.

In: what ingest made of a source. Out: records of `documents.types`. Read `database` (the file and its
schema), then `sqlite_library`, `conversations` and `originals`; `lock` keeps a second writer out.
"""
