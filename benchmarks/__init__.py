"""Load and speed: `./vejviser bench` prints every target of the design with what this machine does."""
