"""Set-up: what `./vejviser` does before our own packages exist. Standard library only."""
