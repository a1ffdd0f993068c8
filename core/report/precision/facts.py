"""What a text is held against: verdicts, comparisons, regimes and numbers of one run."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from re import Pattern

import numpy as np

from core.analysis.change import Change, declared, how
from core.analysis.curves import curve, ratio_curve
from core.analysis.families import headline_metrics
from core.analysis.reading import Outcome
from core.analysis.sentences import clause
from core.analysis.verdict import Contrast, Verdict, comparisons, verdicts
from core.analysis.wording import IN_THE_FIT, metric_noun
from core.metrics.base import SIDE_BY_SIDE
from core.record import RunRecord
from core.report.document import Document
from core.report.precision.known import Known, Printed
from core.report.precision.nouns import Nouns, any_of


@dataclass(frozen=True)
class Facts:
    """A run and its computed write-up, read once for many texts."""

    record: RunRecord
    document: Document

    @cached_property
    def arms(self) -> tuple[str, ...]:
        """The arms' names."""
        return tuple(self.record.arms)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """The word that each arm has earned on the primary metric."""
        return verdicts(self.record)

    @cached_property
    def contrasts(self) -> dict[str, Contrast]:
        """How each arm but the baseline ended beside it."""
        return comparisons(self.record)

    @cached_property
    def numbers(self) -> Known:
        """The numbers that the computed write-up prints."""
        return Known(self.document, self.arms, self.metrics)

    @cached_property
    def times(self) -> frozenset[float]:
        """How many times one arm kept or lost what another did, or itself at generation 0."""
        ratios = [
            float(found.ratio.centre)
            for found in self.verdicts.values()
            if found.change is Change.RATIO and found.ratio.centre > 0
        ]
        pairs = [(one, other) for one in ratios for other in [*ratios, 1.0]]
        kept = [part for one, other in pairs for part in (one / other, other / one)]
        lost = [(1 - one) / (1 - other) for one, other in pairs if other != 1]
        return frozenset(abs(value) for value in kept + lost)

    @cached_property
    def metrics(self) -> Nouns:
        """The metrics alone, by their names."""
        return Nouns(map(noun, self.record.values))

    @cached_property
    def primary(self) -> frozenset[str]:
        """The metric that is meant where none is named, by its noun."""
        return frozenset({noun(self.record.experiment.primary())})

    @cached_property
    def ratios(self) -> frozenset[str]:
        """The metrics of which a share is left: those read as a ratio to generation 0."""
        every = self.record.values
        return frozenset(noun(metric) for metric in every if how(metric) is Change.RATIO)

    @cached_property
    def logarithms(self) -> frozenset[str]:
        """The metrics in nats, whose changes are differences and no shares."""
        every = self.record.values
        return frozenset(noun(metric) for metric in every if declared(metric).unit[:5] == "nats ")

    @cached_property
    def words(self) -> Pattern[str]:
        """The metrics and what they count, by the names that a sentence calls them."""
        source, nouns = self.record.experiment.source, set(map(noun, self.record.values))
        nouns |= {str(family) for family in SIDE_BY_SIDE}
        nouns |= {source.types_noun, source.record_noun, "records", "replicates", "generation"}
        return any_of(nouns)

    def numbers_at(self, generation: int, arms: Sequence[str]) -> tuple[Printed, ...]:
        """What the charts show of some arms at a generation: values of the metrics, and ratios."""
        found: list[Printed] = []
        for metric in headline_metrics(self.record):
            of = frozenset({noun(metric)})
            for arm in arms:
                lines = [curve(self.record, metric, arm)]
                if how(metric) is Change.RATIO:
                    lines.append(ratio_curve(self.record, metric, arm))
                for line in lines:
                    if generation < len(line.centre):
                        sides = (line.centre, line.low, line.high)
                        found += [Printed(float(side[generation]), metrics=of) for side in sides]
        return tuple(one for one in found if np.isfinite(one.value))

    def collapsed(self, arm: str) -> bool:
        """Whether an arm earned that word on the primary metric."""
        return self.verdicts[arm].outcome is Outcome.COLLAPSED

    def said(self, arm: str) -> str:
        """What the run says of an arm, such as "Replace collapsed: types alive fell to ..."."""
        return clause(self.verdicts[arm])


def noun(metric: str) -> str:
    """A metric's noun; whether it is one in the fit is left open."""
    return metric_noun(metric).removesuffix(f" {IN_THE_FIT}")


def facts_of(record: RunRecord, document: Document) -> Facts:
    """The facts of a run; document: its computed write-up in full."""
    return Facts(record, document)
