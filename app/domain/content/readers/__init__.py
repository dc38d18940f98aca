"""From files to records: one reader a kind."""
