"""Check neural-network exercises, and judge them.

A learner needs `check` alone, which asks for nothing but NumPy and the standard library.  The instructor's side
(`autograder.judge`, `autograder.sandbox`, the nbgrader plug-ins and the command line) comes with the extra `grading`.
"""

from .checks.check import check, examine

__version__ = "0.1.0"
__all__ = ["__version__", "check", "examine"]
