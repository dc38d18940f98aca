"""Referrals: that somebody left a page of ours for an outside service. A number a day, nothing about who."""
