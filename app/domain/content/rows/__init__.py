"""Between records and the database: one room a kind."""
