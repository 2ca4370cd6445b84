"""Cards and receipts that a tablet signs and any tablet of the country verifies without a network."""
