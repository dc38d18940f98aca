"""The directory as CPSV-AP 3.2.0, the European profile for descriptions of public services."""
