"""Sources that disagree: how often that is seen, and how often it is seen where there is nothing to see."""
