"""The sentence checker: its pairs and features, its fit, and what it is worth."""
