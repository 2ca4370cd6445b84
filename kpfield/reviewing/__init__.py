"""Where a record is read beside what stands against it, and decided."""
