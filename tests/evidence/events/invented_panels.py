"""Invented panels, and the same model fitted another way."""

import numpy as np
import statsmodels.api as sm

from unsilenced.evidence.events.panel import Panel


def by_dummies(panel, design):
    """The same model with a column for each unit and period, fitted by statsmodels.

    Its covariance counts all columns as free; ours does not count those of the units.
    """
    units, periods = panel.counts.shape
    unit, period = (each.ravel() for each in np.indices((units, periods)))
    columns = [
        design.reshape(units * periods, -1),
        np.eye(units)[unit],
        np.eye(periods)[period][:, 1:],
    ]
    offset = None if panel.exposure is None else np.log(panel.exposure.ravel())
    model = sm.GLM(
        panel.counts.ravel(), np.hstack(columns), family=sm.families.Poisson(), offset=offset
    )
    found = model.fit(
        maxiter=200,
        tol=1e-13,
        cov_type="cluster",
        cov_kwds={"groups": unit, "use_correction": False},
    )
    counts, free = units * periods, design.shape[-1] + periods
    scale = units / (units - 1) * (counts - 1) / (counts - free)
    number = design.shape[-1]
    return found.params[:number], found.cov_params()[:number, :number] * scale


def invented(seed, *, units=9, periods=8, exposure=False, mean=20.0):
    """An invented panel; the first three units are treated in periods 4 and 5."""
    random = np.random.default_rng(seed)
    people = random.uniform(0.5, 2.0, (units, periods)) if exposure else None
    means = mean * random.uniform(0.5, 2, (units, 1)) * random.uniform(0.5, 2, periods)
    counts = random.poisson(means * (1 if people is None else people)).astype(float)
    names = tuple(f"unit {each}" for each in range(units))
    return Panel("invented", names, tuple(map(str, range(periods))), counts, people)


TREATED = ("unit 0", "unit 1", "unit 2")
EVENT = ("4", "5")
