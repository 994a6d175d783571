"""What has changed from one edition of a document to the next: two documents in, two sides of an answer out.

`differences` pairs what both say, `asked` picks what a question asks for; `amended` and
`named_clause` are what one document says of itself, `new_value` which of that stands first.
"""
