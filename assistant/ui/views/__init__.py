"""What the templates show: answers, documents and settings as plain values.

Texts come in as they are and are escaped by the templates. In reading order: `texts` (a text in pieces, names
and sizes in words), `turns`, `answers`, `parts` and `sides` (the chat), `lines` and `library` (documents),
`stored_text` (the source pane), `search`, `settings`.
"""
