"""Ground: knows no guide and no chat; every file here has one noun."""
