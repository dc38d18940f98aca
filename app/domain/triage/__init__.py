"""Question trees: a few taps to the right door, and the proof that no path ends in nothing."""
