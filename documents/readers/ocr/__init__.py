"""Text in pictures: `picture` reads picture files, `scanned` the pages of a PDF, both by `recognition`."""
