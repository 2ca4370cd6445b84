"""Tables of production that a ministry published, loaded as entries that count at once."""
