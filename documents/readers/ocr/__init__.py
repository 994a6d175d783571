"""Text in pictures.

In: a picture, or a PDF's page that is one. Out: its words with their places, so that a scan is read on as
any other page. Read `recognition` (the networks), then `picture` (picture files), `scanned` (pages of a
PDF) and `line_words` (from a recognised line to its words).
"""
