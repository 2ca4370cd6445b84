"""The door of the desk: name and password, the second factor, and where somebody is signed in."""
