"""What was found and first bought, by time and by region: charts, their tables, and a sheet to pass on."""
