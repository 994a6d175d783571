"""Answers, conversations and checked texts as files: Markdown, Word, BibTeX, CSL-JSON, text."""
