"""The command `footnote`: `main` knows the subcommands, the other files hold them by what they are about."""
