"""Events as tablets of each version of the app made them, kept word for word in `fixtures/payloads`."""
