"""What `make` runs: the environment, a throw-away PostgreSQL, every suite, the demonstration."""
