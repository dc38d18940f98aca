"""The face for operators: every module here is one command and has `register(subparsers)`."""


class Refused(Exception):
    """A command will not do this; the message is one sentence for the operator."""
