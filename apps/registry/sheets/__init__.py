"""Registers in and out as sheets: workbooks and CSV, read with suspicion and written as text."""
