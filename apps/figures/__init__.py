"""WHAT IT ADDS UP TO: column definitions joined with their queries, coverage."""
