"""Who works here: staff members, their roles and sessions, and the audit log."""
