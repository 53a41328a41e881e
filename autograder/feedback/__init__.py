"""What learners and instructors read after grading: a page per submission, and a page for the class."""
