"""Tasks that several processes share: who works on them, and how a command hands its own over.

In come the tasks of the library's queue, out go documents that were added or removed, and to whoever asked
the progress and the end. Read `worker` (a worker: the page has one, and `footnote work` is one), then
`handover` (what `footnote add` and `remove` do where others write too).
"""
