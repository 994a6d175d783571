"""Whether the answers are good: cases, metrics, runs and reports, with no judge model."""
