"""The production server: gunicorn with one fair, cooperative worker a process."""
