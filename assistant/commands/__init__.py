"""The subcommands of `footnote`, one small file a group."""
