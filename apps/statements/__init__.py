"""How the database is asked the same thing many times: a statement is put into SQL once."""
