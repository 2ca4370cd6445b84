"""How much and when: exact amounts, periods, numbers as people write them, check digits."""
