"""The places of the page: each says what it shows and which calls its script may make."""
