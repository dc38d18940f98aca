"""The face for operators: every module here is one command and has `register(subparsers)`."""
