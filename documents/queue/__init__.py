"""The queue of work on a library: what is to be added or removed, by whichever process has the time.

In come the works that somebody asks for, out go tasks to whoever takes them, and to everybody what becomes of
them. It lies in the library's own database, so that all who share the library share it; the bytes of what is
to be added are put with the originals first, so that whoever takes a task needs nothing of the process that
asked for it. Read `contract` (works and tasks), then `tasks` (the queue) and `owner` with what they do it by,
`changes`. In SQLite the holder of the write lock takes tasks; in PostgreSQL any number of processes do
(`documents.storage.postgres.tasks`).
"""
