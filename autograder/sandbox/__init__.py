"""Run learner code where it can do no harm, and get back plain data.

:mod:`~autograder.sandbox.client` is the trusted side and the only one to call. It owns a warm parent
(:mod:`~autograder.sandbox.zygote`) that has imported the numeric stack behind walls
(:mod:`~autograder.sandbox.jail`) and forks one child (:mod:`~autograder.sandbox.child`) per job.
"""
