"""Outside bodies: organizations, services, their numbers, and who checked them."""
