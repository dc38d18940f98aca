"""Where: areas, and when the online team is open."""
