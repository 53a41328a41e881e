"""Cards: expected values and fingerprints of the visible seeds, one JSON file per assignment.

Built by `autograder release`, never edited.
"""
