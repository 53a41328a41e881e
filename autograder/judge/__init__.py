"""The instructor's half: what is expected, what was handed in, what it is worth, and the proof that checks check."""
