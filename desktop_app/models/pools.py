"""What each generation of an arm was trained on, as a picture and a table read it; no Qt."""

from dataclasses import dataclass

import numpy as np

from core.analysis.wording import say_number
from core.events import Gate
from core.lineage import parents
from core.record import RunRecord
from core.records import IntArray

MOST_BANDS = 40
"""More origins than a picture can tell apart are drawn several to a band."""

SHORT_HASH = 8
"""Characters of a content hash that are shown; the report and the run file have all of it."""


@dataclass(frozen=True, slots=True)
class Band:
    """Origins that are drawn as one: 0 for real data, else those of consecutive generations."""

    first: int
    last: int

    def name(self) -> str:
        """Whose records they are; origin g was emitted by the model of generation g - 1."""
        if self.first == 0:
            return "real"
        one, other = self.first - 1, self.last - 1
        return f"model {one}" if one == other else f"models {one}–{other}"


class PoolHistory:
    """An arm's pools as means over replicates, folded generation by generation as a run goes on.

    records: [bands, generations + 1]; dropped: [generations + 1], by a provenance filter.
    """

    def __init__(self, record: RunRecord, arm: str) -> None:
        """Start with no generation."""
        self._record, self._arm = record, arm
        generations = record.experiment.generations
        self._width = -(-generations // MOST_BANDS)
        starts = range(1, generations + 1, self._width)
        later = [Band(at, min(at + self._width - 1, generations)) for at in starts]
        self.bands = (Band(0, 0), *later)
        self.records = np.zeros((len(self.bands), generations + 1))
        self.dropped = np.zeros(generations + 1)
        self.done = -1

    def grow(self) -> bool:
        """Take in the generations that have finished since; False when there are none."""
        done, before = self._record.done(self._arm), self.done
        for generation in range(before + 1, done + 1):
            for origin, held in self._record.composition(self._arm, generation).items():
                self.records[-(-origin // self._width), generation] += held.mean()
            flagged = self._record.flagged(self._arm, generation).values()
            self.dropped[generation] = sum(float(held.mean()) for held in flagged)
        self.done = done
        return done > before


Fact = tuple[str, str, str, str]
"""Whose records they are, how many, which share, and the content hash of what they came from."""


def pool_facts(record: RunRecord, arm: str, generation: int) -> list[Fact]:
    """A pool by origin with the hashes of its parents, and what a filter dropped from it."""
    held, flagged = record.composition(arm, generation), record.flagged(arm, generation)
    whole = all(float(counts.mean()).is_integer() for counts in (*held.values(), *flagged.values()))
    total = sum(float(counts.mean()) for counts in held.values())
    facts = [
        (
            "Real data" if origin == 0 else f"From model {origin - 1}",
            _mean(held[origin], whole),
            f"{100 * float(held[origin].mean()) / total:.3g} %",
            parent[:SHORT_HASH],
        )
        for origin, parent in sorted(parents(record, arm, generation).items())
    ]
    if flagged:
        lost = np.asarray(sum(flagged.values()))
        facts.append(("Dropped by the filter", _mean(lost, whole), "", ""))
    return facts


def say_gate(gate: Gate, size: int) -> str:
    """What a verifier did for one generation, over all replicates; `size` records are emitted."""
    judged, admitted = int(gate.candidates.sum()), int(gate.admitted.sum())
    each = say_number(judged / admitted) if admitted else "no"
    parts = [
        f"{each} candidates per admitted record",
        f"{_mean(gate.admitted)} admitted",
        f"shortfall {_mean(gate.shortfall)}",
        f"{gate.trusted:,} trusted records spent",
    ]
    if gate.wrong_emitted is not None and gate.wrong_admitted is not None:
        emitted = _share(gate.wrong_emitted, gate.candidates.size * size)
        parts.append(
            f"wrong by its rule: {emitted} of the emitted, "
            f"{_share(gate.wrong_admitted, admitted)} of the admitted"
        )
    return f"Verifier: {'; '.join(parts)}."


def _share(part: IntArray, whole: int) -> str:
    return f"{100 * int(part.sum()) / whole:.3g} %" if whole else "no record"


def _mean(counts: IntArray, whole: bool | None = None) -> str:
    """A mean over replicates, whole where it is, or where the others beside it are."""
    mean = float(counts.mean())
    plain = mean.is_integer() if whole is None else whole
    return f"{mean:,.0f}" if plain else f"{mean:,.1f}"
