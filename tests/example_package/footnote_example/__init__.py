"""One module for each thing that another package can add; pyproject.toml names them."""
