"""The library in one SQLite file, which one process at a time writes: what differs from PostgreSQL's.

Read `schema` and `database`, then `library` (passages as they are read) and `full_text` (as they are
written); what both databases share lies one floor up.
"""
