"""Rows h and T3: what a gate's own figures should be, given what it was shown."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arms import Arm
from core.events import Gate
from core.experiment import Experiment
from core.records import FloatArray
from core.regimes.discriminator import Discriminator
from core.regimes.noisy import Noisy
from core.theory.gates import DERIVED, perfect


@dataclass(frozen=True, slots=True)
class GateForm:
    """An expectation of a gate's figure, [replicates], which may depend on its candidates.

    expected: of an arm, a gate's figures and the number emitted; seen: the figure itself.
    """

    row: str
    quantity: str
    formula: str
    source: str
    matches: Callable[[Experiment, Arm], bool]
    expected: Callable[[Arm, Gate, int], FloatArray]
    seen: Callable[[Gate], FloatArray]


def matching_gate(experiment: Experiment, arm: Arm) -> GateForm | None:
    """The form that speaks of this arm's gate."""
    return next((form for form in GATE_FORMS if form.matches(experiment, arm)), None)


def _noisy(experiment: Experiment, arm: Arm) -> bool:
    """Keep probabilities that do not change, and emissions large enough to know p by.

    The form bends in p, which is estimated: its error, of order 1/n, is then below the run's own.
    """
    steady = isinstance(arm.verifier, Noisy) and arm.switch is None
    return steady and 4 * experiment.replicates <= experiment.sample_size


def _wrong_share(arm: Arm, gate: Gate, size: int) -> FloatArray:
    """p psi/(p psi + (1 - p) phi), p the wrong share of the emission."""
    assert isinstance(arm.verifier, Noisy)
    assert gate.wrong_emitted is not None
    wrong = gate.wrong_emitted / size
    kept = wrong * arm.verifier.wrong
    passed = kept + (1 - wrong) * arm.verifier.right
    return np.divide(kept, passed, out=np.zeros_like(kept), where=passed > 0)


def _wrong_admitted(gate: Gate) -> FloatArray:
    assert gate.wrong_admitted is not None
    return np.asarray(gate.wrong_admitted / np.maximum(gate.admitted, 1))


def _cap(arm: Arm, gate: Gate, size: int) -> FloatArray:
    assert isinstance(arm.verifier, Discriminator)
    return np.full(len(gate.admitted), arm.verifier.cap)


def _candidates(gate: Gate) -> FloatArray:
    return np.asarray(gate.candidates / np.maximum(gate.admitted, 1))


GATE_FORMS = (
    GateForm("h", "wrong share among the admitted",
             "pψ/(pψ + (1 − p)φ), p the wrong share among the emitted", "Feng et al. 2024",
             _noisy, _wrong_share, _wrong_admitted),
    GateForm("T3", "candidates for each admitted record", "M", DERIVED,
             perfect, _cap, _candidates),
)  # fmt: skip
