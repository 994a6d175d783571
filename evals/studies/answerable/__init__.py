"""The model that tells whether a passage answers a question: its pairs, training and reports."""
