"""What is measured of results, beside the tasks that ask for it: a network that a learner made, by what it gives.

This runs where results are compared: with `check` on a learner's own machine, and in the judge.  The sandbox does not
show this module (see `autograder.sandbox.environment`), so that code which imports it instead of computing what a task
asks for has nothing to import when it is graded.  Tasks therefore import it when they measure, not when they load.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def network_outputs(points: np.ndarray, network: Mapping[str, np.ndarray]) -> np.ndarray:
    """What a network with one hidden ReLU layer gives at points (…, D): an array (…)."""
    units = np.clip(points.dot(network["W1"]) + network["b1"], 0.0, None)
    outputs: np.ndarray = (units.dot(network["W2"]) + network["b2"])[..., 0]
    return outputs
