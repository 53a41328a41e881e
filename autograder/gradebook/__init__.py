"""What is kept of grading: nbgrader's gradebook, the autograded notebooks, the feedback.  One trusted writer."""
