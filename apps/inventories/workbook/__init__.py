"""The workbook that the plenary reads: four sheets of figures between a cover and the notes (look.md, The matrix)."""
