"""Starter content as files: loading, exporting, and never overwriting an editor."""
