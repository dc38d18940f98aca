"""Where a visitor's words, names and marks can stand: every table and column that erasing has to reach."""

from __future__ import annotations

# tests/security/test_kept_no_longer.py holds this against every table there is.
WORDS: dict[str, tuple[str, ...]] = {
    "message": ("text", "card_data"),
    "conversation": ("first_name", "origin", "network"),
    "conversation_secret": ("hash",),
    "letter_address": ("email", "reply_hash"),
    "shift_line": ("text",),
    "chat_block": ("network",),
    "guide_vote": ("text",),
    # Nobody's words by rule, but rules cannot know everything: where a draft or a review goes, it goes for real.
    "guide_draft": ("title", "text"),
    "review": ("marks", "comment"),
    "unfound": ("words", "keyword", "digest"),
    "search_seen": ("digest",),
}
