"""Answers, conversations and checked texts as files: Markdown, Word, BibTeX, CSL-JSON, text.

Read `markdown` (an answer, a conversation) and `plain_text` (a terminal), with `numbering` and `flagged`;
then `checked` and `checked_file` (a checked text), `checked_docx` on `docx` (Word) and `bibliography`.
`control_characters` keeps a terminal safe from what is printed.
"""
