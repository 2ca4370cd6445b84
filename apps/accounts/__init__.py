"""WHO: people, their roles and dated postings, and the tablets they carry."""
