"""Fits by maximum likelihood with a mild normal prior, and how sure they are when answers come from people who answer often.

The prior keeps a fit finite where the answers alone would drive it to infinity: an item that won everything is then far above, not endlessly far.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Surface = Callable[
    [Numbers], tuple[float, Numbers, Numbers]
]  # at a point: log-likelihood, gradient (k,), information (k, k)

STEPS, HALVINGS, NEAR = 100, 30, 1e-10


def most_likely(surface: Surface, items: int, spread: float) -> tuple[Numbers, Numbers]:
    """(items,) the point of the highest posterior, and (items, items) the information there, under independent normal priors around 0.

    Newton's method with halved steps; the posterior of a concave log-likelihood has one top, which is always found. Raises ValueError unless
    `spread`, the prior's standard deviation, is above 0.
    """
    if not spread > 0:
        raise ValueError("the prior's spread is above 0")
    precision = 1 / spread**2

    def posterior(at: Numbers) -> tuple[float, Numbers, Numbers]:
        height, gradient, information = surface(at)
        return (
            height - precision * float(at @ at) / 2,
            gradient - precision * at,
            information + precision * np.eye(items),
        )

    point = np.zeros(items)
    height, gradient, information = posterior(point)
    for _ in range(STEPS):
        step = np.linalg.solve(information, gradient)
        if float(step @ gradient) < NEAR:
            break
        for _ in range(HALVINGS):
            found = posterior(point + step)
            if found[0] >= height:
                break
            step = step / 2
        point = point + step
        height, gradient, information = found
    return point, information


def covariance(information: Numbers, gradients: Numbers | None = None) -> Numbers:
    """(k, k) covariance of a fit around its mean: the inverse of the information, widened where people differ.

    `gradients`: (people, k), what each adds to the gradient at the top. The widening is the sandwich's variance (Liang & Zeger 1986, Biometrika 73;
    with people / (people - 1)) over the plain one, item by item and never below 1. Without them, or of fewer than two people, it is the plain one.
    The fit's level is arbitrary, so it is taken off: each item stands against the mean of all.
    """
    k = len(information)
    centre = np.eye(k) - 1 / k
    plain: Numbers = centre @ np.linalg.inv(information) @ centre
    if gradients is None or len(gradients) < 2 or k < 2:
        return plain
    people = len(gradients)
    apart = gradients - gradients.mean(axis=0)
    bread = centre @ np.linalg.inv(information)
    sandwich = bread @ (apart.T @ apart) @ bread.T * people / (people - 1)
    widened = np.sqrt(np.maximum(1.0, np.diag(sandwich) / np.diag(plain)))
    wider: Numbers = plain * np.outer(widened, widened)
    return wider
