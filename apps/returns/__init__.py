"""WHAT A COUNTRY SIGNS: national returns with their checks."""
