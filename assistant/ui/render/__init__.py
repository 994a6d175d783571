"""The page's parts as HTML. Every text that is not ours goes through `html.escape`."""
