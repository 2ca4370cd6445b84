"""Two entries of the register side by side, and what is said about them."""
