"""The confidence: the kept examples that it is fitted on, the fit, and what it is worth on others."""
