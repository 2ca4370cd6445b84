"""How the database is told and asked much at once, in one journey, and the same thing many times."""
