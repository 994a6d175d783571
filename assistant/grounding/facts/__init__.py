"""Hard facts: numbers, dates, names, denials and the like that must not differ from the source."""
