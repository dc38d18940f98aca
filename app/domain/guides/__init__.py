"""Self-help: matters, guides, their translations, and why we cannot."""
