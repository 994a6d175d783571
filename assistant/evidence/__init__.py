"""What is read for a question: `gathering` takes sentences from hits, `rating` how well one answers."""
