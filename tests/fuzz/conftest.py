"""How examples are made: the same ones in every run, counted and never timed, and none kept on disk."""

from hypothesis import settings

settings.register_profile("course", deadline=None, derandomize=True, database=None)
settings.load_profile("course")
