"""E-mail, also as Outlook keeps it: `reader`, then `parts` (a message taken apart) and `writing`."""
