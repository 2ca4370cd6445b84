"""What is held on one person, as a file for that person."""
