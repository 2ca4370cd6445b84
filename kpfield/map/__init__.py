"""The map at the desk: sites, licences, applications and what overlaps, drawn on the server without outside tiles."""
