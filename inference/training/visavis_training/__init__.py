"""Training of the explicit pack's audio encoder and motion generator. One command each; see ../README.md."""
