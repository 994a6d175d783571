"""E-mail, also as Outlook keeps it.

In: a message or a mailbox. Out: a `RawDocument` with each message's head and own words, older ones as
quotes, and what is attached as members. Read `reader`, then `parts` (a message taken apart) and `writing`;
`outlook` gives the same parts of a .msg file.
"""
