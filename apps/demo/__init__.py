"""A COUNTRY THAT DOES NOT EXIST: generated from a seed, sent through the real door, reviewed by the real acts."""
