"""Prepared replies: what is said again and again, kept in every language it is said in."""
