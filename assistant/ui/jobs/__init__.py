"""What goes on behind the page when its tab is closed: adding, asking, checking, removing."""
