"""WHERE: the Participants and their dated status, their regions and offices, and what money was worth."""
