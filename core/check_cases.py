"""What `collapse-lab check` simulates: every row of the closed forms, at two settings each.

Each setting is chosen so that a near miss, named beside it, would stand out by 8 standard errors.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.theory.base import Statistic

Settings: TypeAlias = dict[str, Any]
"""An experiment's document with one arm, without its metrics."""

ROWS = (
    "a1", "a2", "a3", "a5", "b", "c", "d1", "d2", "d3", "e1", "e2", "f1", "f4", "f5", "g1", "g2",
    "h", "T0", "T1", "T2", "T3", "T5",
)  # fmt: skip
"""Every row of the closed forms, in the order in which they are listed."""

REPLICATES = 20_000


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A mistake that a check must notice: what the theory would say of these altered settings.

    metric: of another metric; "" for the same.
    """

    name: str
    alter: Callable[[Settings], Settings]
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A closed form's row and metric ("" for a gate's figure), and the mistake to notice."""

    row: str
    metric: str
    near: NearMiss
    statistic: Statistic = Statistic.MEAN


@dataclass(frozen=True, slots=True)
class Case:
    """Quantities that are measured together, at each of the settings."""

    quantities: tuple[Quantity, ...]
    settings: tuple[Settings, ...]


def _with(part: str, **changes: Any) -> Callable[[Settings], Settings]:
    """Other values in a part of the settings, such as the learner, or in the arm's part."""

    def alter(given: Settings) -> Settings:
        if part in given:
            return given | {part: given[part] | changes}
        (arm,) = given["arms"]
        return given | {"arms": [arm | {part: arm[part] | changes}]}

    return alter


def _unverified(given: Settings) -> Settings:
    (arm,) = given["arms"]
    return given | {"arms": [{key: value for key, value in arm.items() if key != "verifier"}]}


def _plus(field: str, step: int) -> Callable[[Settings], Settings]:
    return lambda given: given | {field: given[field] + step}


def _more_types(given: Settings) -> Settings:
    source = given["source"]
    return given | {"source": source | {"types": source["types"] + 1}}


FIT = NearMiss("t + 1 for t", _plus("generations", 1))
RECORD = NearMiss("n − 1 for n", _plus("sample_size", -1))
BIASED = NearMiss("1/n for 1/(n − 1)", _with("learner", estimator="maximum-likelihood"))
ALONE = NearMiss("the variance alone", lambda given: given, "fitted-variance")
TYPES = NearMiss("one type more", _more_types)
NO_GATE = NearMiss("no gate", _unverified)
BLIND = NearMiss("φ = ψ", _with("verifier", right=1.0, wrong=1.0))
FULL = NearMiss("full covariance", _with("learner", covariance="full"))


def _cap(given: Settings) -> Settings:
    (arm,) = given["arms"]
    return _with("verifier", cap=arm["verifier"]["cap"] - 1)(given)


CAP = NearMiss("M − 1 for M", _cap)


def _settings(
    n: int,
    fits: int,
    *,
    source: Settings | None = None,
    learner: Settings | None = None,
    replicates: int = REPLICATES,
    retention: str = "replace",
    **arm: Any,
) -> Settings:
    """t = `fits` fits of n records, under an arm of this retention and these other parts."""
    return {
        "name": "Check",
        "generations": fits - 1,
        "sample_size": n,
        "replicates": replicates,
        "source": source or {"kind": "gaussian"},
        "learner": learner or {"kind": "gaussian"},
        "arms": [{"name": "Arm", "retention": {"kind": retention}, **arm}],
    }


_UNBIASED = {"kind": "gaussian", "estimator": "unbiased"}
_DIAGONAL = {"kind": "gaussian", "covariance": "diagonal"}
_CATEGORICAL = {"kind": "categorical"}
_S2, _MU2 = "fitted-variance", "squared-shift"


def _variance(row: str, near: NearMiss) -> tuple[Quantity, Quantity]:
    """In the fit and in the emission: both have the same mean."""
    return Quantity(row, _S2, near), Quantity(row, "variance-ratio", near)


def _difference(row: str, near: NearMiss) -> tuple[Quantity, Quantity]:
    """How often two records differ in type, in the fit and in the emission."""
    return Quantity(row, "gini-simpson", near), Quantity(row, "emitted-gini-simpson", near)


def _plane(d: int) -> Settings:
    return {"kind": "gaussian", "dimensions": d}


def _tokens(types: int) -> Settings:
    return {"kind": "zipf", "types": types}


def _drift(n: int, fits: int, types: int, retention: str = "replace") -> Settings:
    return _settings(n, fits, source=_tokens(types), learner=_CATEGORICAL, retention=retention)


def _regression(n: int, fits: int, d: int, inputs: str, retention: str) -> Settings:
    return _settings(
        n, fits, source={"kind": "regression", "dimensions": d},
        learner={"kind": "least-squares", "inputs": inputs}, retention=retention,
    )  # fmt: skip


def _kernels(n: int, fits: int, h: float, retention: str) -> Settings:
    learner = {"kind": "kernel-density", "bandwidth": h}
    return _settings(n, fits, learner=learner, retention=retention)


def _rates(n: int, fits: int, rate: float) -> Settings:
    source = {"kind": "poisson", "dimensions": 20, "rate": rate}
    return _settings(n, fits, source=source, learner={"kind": "poisson"}, replicates=2_000)


def _switched(n: int, fits: int, at: int, keep: str) -> Settings:
    switch = {"generation": at, "keep": keep, "retention": {"kind": "accumulate"}}
    return _settings(n, fits, switch=switch)


def _perfect(n: int, fits: int, cap: float) -> Settings:
    verifier = {
        "kind": "discriminator", "ratio": "exact", "cap": cap, "candidate_cap": 2 * cap,
    }  # fmt: skip
    return _settings(n, fits, replicates=2_000, verifier=verifier)


def _likely(n: int, fits: int, share: float) -> Settings:
    verifier = {"kind": "likelihood", "top_share": share, "trusted_share": 1.0}
    return _settings(n, fits, replicates=n // 4 // (fits - 1), verifier=verifier)


def _noisy(
    n: int, right: float, wrong: float, source: Settings | None, learner: Settings | None
) -> Settings:
    verifier = {"kind": "noisy", "right": right, "wrong": wrong, "trusted_share": 0.01}
    return _settings(n, 2, source=source, learner=learner, replicates=n // 4, verifier=verifier)


CASES: tuple[Case, ...] = (
    Case((*_variance("a1", FIT), Quantity("a1", _MU2, FIT),
          Quantity("a3", "log-fitted-variance", FIT), Quantity("T0", "second-moment", ALONE)),
         (_settings(10, 5), _settings(12, 4))),
    Case((*_variance("a2", BIASED), Quantity("a2", _S2, FIT, Statistic.MEAN_ROOT),
          Quantity("a2", _MU2, FIT), Quantity("a3", "log-fitted-variance", BIASED)),
         (_settings(8, 3, learner=_UNBIASED), _settings(6, 4, learner=_UNBIASED))),
    Case((*_variance("a5", FIT), Quantity("a5", "determinant", FIT)),
         (_settings(10, 3, source=_plane(2)), _settings(12, 3, source=_plane(3)))),
    Case((Quantity("a5", "determinant", FULL),),
         (_settings(10, 3, source=_plane(2), learner=_DIAGONAL),
          _settings(12, 3, source=_plane(3), learner=_DIAGONAL))),
    Case((*_variance("b", RECORD), Quantity("b", _MU2, RECORD),
          Quantity("T0", "second-moment", ALONE)),
         (_settings(5, 2, retention="accumulate"), _settings(4, 3, retention="accumulate"))),
    Case(_variance("b", BIASED),
         (_settings(4, 3, learner=_UNBIASED, retention="accumulate"),
          _settings(5, 3, learner=_UNBIASED, retention="accumulate"))),
    Case((Quantity("c", _S2, FIT), *_variance("c", RECORD), Quantity("c", _MU2, FIT),
          Quantity("T0", "second-moment", ALONE)),
         (_settings(5, 2, retention="accumulate-subsample"),
          _settings(4, 2, retention="accumulate-subsample"))),
    Case((Quantity("d1", "excess-risk", FIT),),
         (_regression(20, 3, 4, "same", "replace"), _regression(15, 4, 3, "fresh", "replace"))),
    Case((Quantity("d2", "excess-risk", FIT),),
         (_regression(14, 2, 2, "same", "accumulate"),
          _regression(15, 2, 3, "same", "accumulate"))),
    Case((Quantity("d2", "excess-risk", FIT),),
         (_regression(13, 2, 2, "fresh", "accumulate"),
          _regression(15, 2, 3, "fresh", "accumulate"))),
    Case(_variance("e1", FIT), (_kernels(10, 4, 0.5, "replace"),
                                _kernels(16, 3, 0.4, "replace"))),
    Case(_variance("e2", FIT), (_kernels(10, 3, 0.5, "accumulate"),
                                _kernels(20, 2, 0.4, "accumulate"))),
    Case((Quantity("f1", "survival", FIT),), (_rates(100, 4, 0.01), _rates(50, 6, 0.05))),
    Case((*_difference("f4", FIT), Quantity("T1", "types-in-fit", FIT),
          Quantity("T1", "types-alive", FIT)), (_drift(10, 5, 20), _drift(25, 4, 100))),
    Case((*_difference("f5", RECORD), Quantity("T1", "types-in-fit", RECORD)),
         (_drift(5, 2, 20, "accumulate"), _drift(6, 3, 30, "accumulate"))),
    Case(_difference("f5", FIT),
         (_drift(5, 2, 20, "accumulate-subsample"), _drift(6, 2, 30, "accumulate-subsample"))),
    Case((Quantity("T0", "common-mass", TYPES),),
         (_drift(100, 3, 10), _drift(80, 4, 8, "accumulate-subsample"))),
    Case((*_variance("g1", FIT), Quantity("g1", _MU2, FIT),
          Quantity("T0", "second-moment", ALONE)),
         (_settings(10, 2, real={"kind": "fresh", "share": 0.1}),
          _settings(8, 2, real={"kind": "fresh", "share": 0.125}))),
    Case((*_variance("g2", FIT), Quantity("g2", _MU2, FIT),
          Quantity("T0", "second-moment", ALONE)),
         (_settings(6, 2, real={"kind": "fixed", "share": 0.34}),
          _settings(10, 3, real={"kind": "fixed", "share": 0.2}))),
    *(Case((*_variance("T2", RECORD), Quantity("T2", _MU2, RECORD),
            Quantity("T0", "second-moment", ALONE)),
           (_switched(5, 4, 2, keep), _switched(4, 5, 3, keep)))
      for keep in ("newest", "real-and-newest", "archive")),
    Case((*_variance("T3", NO_GATE), Quantity("T3", "", CAP)),
         (_perfect(100, 6, 10.0), _perfect(150, 8, 12.0))),
    Case(_variance("T5", FIT), (_likely(2000, 3, 0.9), _likely(1000, 2, 0.7))),
    Case((Quantity("h", "", BLIND),),
         (_noisy(2000, 0.9, 0.3, _tokens(300), _CATEGORICAL),
          _noisy(1000, 0.6, 0.2, None, None))),
)  # fmt: skip
