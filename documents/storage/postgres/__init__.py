"""The library in a PostgreSQL database, for several processes at once.

In and out: as `documents.storage`. Read `address` (what the setting `library` says), `schema` (the tables)
and `database` with `connections` (transactions, reading again after a lost connection); `errors` has the
sentences. Then `library` (passages as they are read) with `passage_writing`, `lexical` (words: `words`,
`columns`, `candidates`, `bm25`) and `nearest` (vectors; `chosen`); `tasks` is the queue.
"""
