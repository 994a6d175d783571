"""Text files: plain text with the structure it was set in (`prose`), Markdown, subtitles."""
