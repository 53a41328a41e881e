"""Central differences, the judge of every gradient that a test looks at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def slopes(scalar: Callable[[], float], array: np.ndarray, h: float = 1e-6) -> np.ndarray:
    """Central differences of a scalar with the entries of an array that it looks at, of the array's shape."""
    result = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + h
        above = scalar()
        array[index] = kept - h
        result[index] = (above - scalar()) / (2 * h)
        array[index] = kept
    return result
