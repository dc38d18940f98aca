"""Conversations: messages, claim, presence, retention."""
