"""From a file or a URL to addressed text.

In: files, addresses, pasted text (`inputs`). Out: texts with their blocks, passages and vectors in a
`library`, in which every quote has its place. Read `types` and `library` (the contract), then the way of a
document: `web` fetches it, `reading` reads it in a process of its own with one of the `readers`, `text`
splits it, `instructions` flags what speaks to the assistant, and `storage` keeps it.
"""
