"""Every pool of every regime, drawn at random, held to an account of its records kept by hand."""

from collections import Counter
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arms import Regime
from core.errors import RunFailed
from core.events import GenerationFinished
from core.experiment import Experiment
from core.loop import run
from core.records import IntArray
from tests.regimes import SOURCES, arm, arms, small


@given(st.data())
def test_pools_account_for_every_record_of_every_regime(data: st.DataObject) -> None:
    records = data.draw(st.sampled_from(SOURCES))
    of = small(records, data.draw(arms(4, records)), generations=4, replicates=3)
    account = Account(of)
    with suppress(RunFailed):
        for event in run(of):
            if isinstance(event, GenerationFinished) and event.generation:
                account.check(event)


class Account:
    """What the table of data regimes says that each pool holds, kept by hand."""

    def __init__(self, of: Experiment) -> None:
        self.arm, self.size, self.last = of.arms[0], of.sample_size, of.generations
        self.past: dict[int, IntArray | int] = {0: self.size}
        self.archive = dict(self.past) if self.keeps_real(self.arm) else {}

    def keeps_real(self, regime: Regime) -> bool:
        mixed = regime.real is not None and regime.real.kind != "trusted"
        return regime.retention.kind != "replace" and not mixed

    def real(self, regime: Regime, generation: int) -> int:
        """n_r by the table's own words."""
        if regime.real is None:
            return 0
        given_real = regime.real.model_dump()
        if given_real["kind"] == "fading":
            start, end = given_real["start"], given_real["end"]
            return round((start + (end - start) * (generation - 1) / (self.last - 1)) * self.size)
        return round(given_real["share"] * self.size)

    def turn(self, regime: Regime) -> dict[int, IntArray | int]:
        """What a switch starts from."""
        assert self.arm.switch is not None
        kept = {"newest": [], "real-and-newest": [0], "archive": list(self.past)}
        chosen = kept[self.arm.switch.keep]
        return {o: self.past[o] for o in chosen if o > 0 or self.keeps_real(regime)}

    def check(self, event: GenerationFinished) -> None:
        generation, regime = event.generation, self.arm.at(event.generation)
        if self.arm.switch is not None and generation == self.arm.switch.generation:
            self.archive = self.turn(regime)
        real = self.real(regime, generation)
        everything = regime.retention.kind == "accumulate"
        wanted = self.size if everything else self.size - real
        admitted: IntArray | int = wanted
        assert (event.gate is None) == (regime.verifier is None)
        if event.gate is not None:
            admitted = event.gate.admitted
            assert (admitted + event.gate.shortfall == wanted).all()
            assert (event.gate.candidates >= admitted).all()
        self.past[generation] = admitted
        self.archive[generation] = admitted
        if regime.retention.kind == "replace":
            self.archive = {generation: admitted}
        owed = Counter({o: np.asarray(held) for o, held in self.archive.items()})
        if real:
            owed[0] = owed.get(0, 0) + real  # type: ignore[assignment]
        self.compare(event, regime, owed, wanted, real)

    def compare(
        self,
        event: GenerationFinished,
        regime: Regime,
        owed: "Counter[int]",
        wanted: int,
        real: int,
    ) -> None:
        held, flagged = event.composition, event.flagged
        assert set(held) | set(flagged) <= set(owed)
        assert bool(flagged) <= (regime.filter is not None)
        passed = {o: total - flagged.get(o, 0) for o, total in owed.items()}
        if regime.retention.kind != "accumulate-subsample":
            for origin, left in passed.items():
                assert (held.get(origin, 0) == left).all(), (event.generation, origin)
            return
        for origin, left in passed.items():
            assert (held.get(origin, 0) <= left).all(), (event.generation, origin)
        drawn = np.asarray(sum(held.values()))
        if real and 0 in self.archive and regime.filter is not None:
            # Flagged ones of the trusted and of the archived real records are counted together.
            assert (drawn <= self.size).all()
            return
        mixed = real - flagged.get(0, 0) if real and 0 not in self.archive else real
        stored = sum(passed.values()) - mixed
        assert (drawn == mixed + np.minimum(wanted, stored)).all()


def test_the_account_would_notice_a_lost_record() -> None:
    of = small("gaussian", arm("accumulate"))
    events = [e for e in run(of) if isinstance(e, GenerationFinished)]
    events[1].composition[0][0] -= 1
    with pytest.raises(AssertionError):
        Account(of).check(events[1])
