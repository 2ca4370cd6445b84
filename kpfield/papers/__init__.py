"""Forms on paper: to print and fill in by hand, and as a blank sheet for a clerk."""
