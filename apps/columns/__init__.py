"""WHAT IS ASKED OF A COUNTRY: the measures of the Moscow declaration and the columns of the matrix, as data."""
