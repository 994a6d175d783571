"""From a file or a URL to addressed text."""
