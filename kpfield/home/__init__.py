"""What a person finds on his desk in the morning."""
