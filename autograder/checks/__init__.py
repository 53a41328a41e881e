"""The learner's half: trying a function, comparing what it gives with a card, and saying what was found."""
