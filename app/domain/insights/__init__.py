"""What was asked: the register of inquiries."""
