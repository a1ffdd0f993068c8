"""Numbers beside a metric or an arm that the run does not have."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from core.analysis.wording import listed
from core.report.precision.facts import Facts
from core.report.precision.known import NUMBER, PER_CENT, Printed, is_level, value_of
from core.report.precision.losses import Said, said_of
from core.report.precision.remark import Remark
from core.report.precision.sentences import ARM, Sentence

_LABEL = re.compile(
    r"\b(?:figures?|fig\.|tables?|sections?|articles?|art\.|chapters?|pages?|steps?|versions?"
    r"|equations?|python|no\.|seed) $",
    re.IGNORECASE,
)
_GENERATION = re.compile(r"\bgenerations? (?:0 to )?$", re.IGNORECASE)
_ROUGHLY = re.compile(
    r"(?:\b(?:about|around|roughly|nearly|almost|some|approximately|circa|over|under|more than"
    r"|less than|fewer than|at least|at most|up to) |~\s?)$",
    re.IGNORECASE,
)
_PER_CENT = re.compile(PER_CENT)

_TIMES = re.compile(r"(?:\s?(?:×|x\b)|[- ](?:times|fold)\b)", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:it|they|this|that|these|those|its|their)\b", re.IGNORECASE)

_OTHERS = re.compile(r"\b(?:baseline|others?|rest|every arm|each arm|all arms)\b", re.IGNORECASE)

ROUGH, ROUND = 0.05, 0.02
"""How far, relatively, a number may lie off that is called a rough one, or ends in zeros."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A number as it stands: its value, half a unit of its last digit, and what is around it.

    rough: whether it is called "about" so much. per_cent: whether it is a percentage, and not a
    level of confidence.
    """

    value: float
    half: float
    before: str
    after: str
    rough: bool
    per_cent: bool

    def is_near(self, known: float) -> bool:
        """Whether it may be a rounding of a known number."""
        slack = self.half * (1 + 1e-9)
        if self.rough:
            slack = max(slack, ROUGH * abs(known))
        return abs(known - self.value) <= slack


class Numbers:
    """Reads the sentences of one text in order: "it" goes on with what the one before was about."""

    def __init__(self) -> None:
        """Start before the first sentence."""
        self._near = False
        self._arms: list[str] = []
        self._metrics: frozenset[str] = frozenset()

    def __call__(self, sentence: Sentence, facts: Facts) -> Iterator[Remark]:
        """Every percentage, and every number near a metric or an arm, that is not the run's."""
        goes_on = self._near and bool(_GOES_ON.match(sentence.masked))
        self._near = goes_on or _is_near(sentence, facts)
        self._arms = _arms(sentence) or (self._arms if goes_on else [])
        named = facts.metrics.named_in(sentence.masked)
        self._metrics = named or (self._metrics if goes_on else frozenset())
        if not sentence.claims:
            return
        known = _known(sentence, facts, self._arms)
        for found in NUMBER.finditer(sentence.masked):
            written = _written(sentence.masked, found)
            if not self._near and not _PER_CENT.match(written.after):
                continue
            start, end = (sentence.start + at for at in found.span())
            setting = _against_settings(written, facts)
            if setting:
                yield Remark(start, end, found[0], setting, "go by the settings of the run")
            elif setting is None:
                about = _About(facts, known, self._arms, self._metrics)
                yield from about.remarks(written, start, end, found[0])


def _arms(sentence: Sentence) -> list[str]:
    """The arms whose numbers a sentence may give; none where it speaks of all of them."""
    if _OTHERS.search(sentence.masked):
        return []
    return list(dict.fromkeys([*sentence.named(), *filter(None, [sentence.about])]))


def _known(sentence: Sentence, facts: Facts, arms: list[str]) -> tuple[Printed, ...]:
    places = [int(at) for at in re.findall(r"(?i)\bgeneration (\d{1,6})\b", sentence.masked)]
    shown = [one for at in places for one in facts.numbers_at(at, arms or facts.arms)]
    return (*facts.numbers.of(arms), *shown)


def _is_near(sentence: Sentence, facts: Facts) -> bool:
    named = re.search(ARM, sentence.masked) or facts.words.search(sentence.masked)
    return bool(named) or bool(sentence.about)


def _written(text: str, found: "re.Match[str]") -> _Written:
    """Half a unit of the last digit; of a round number such as 4,000 a little more."""
    value, (mantissa, _, exponent) = value_of(found[0]), found[0].partition("e")
    half = 0.5 * 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    if mantissa.endswith("00") and "." not in mantissa:
        half = max(half, ROUND * abs(value))
    before, after = text[: found.start()], text[found.end() :]
    sign = _PER_CENT.match(after)
    per_cent = sign is not None and not is_level(before, after[sign.end() :])
    return _Written(value, half, before, after, bool(_ROUGHLY.search(before)), per_cent)


def _against_settings(written: _Written, facts: Facts) -> str | None:
    """Why a number is none of the settings that it names; "" if it is; None if it names none."""
    experiment, value = facts.record.experiment, written.value
    if _LABEL.search(written.before) or _is_year(written):
        return ""
    if _GENERATION.search(written.before):
        last = experiment.generations
        return f"The run has generations 0 to {last}." if value > last else ""
    if written.after.startswith(" replicates"):
        count = experiment.replicates
        needed = re.search(r"\b(?:from|than|least) $", written.before)
        return "" if value == count or needed else f"The run has {count:,} replicates."
    if written.after.startswith(" arms"):
        return f"The run has {len(facts.arms)} arms." if value > len(facts.arms) else ""
    return None


def _is_year(written: _Written) -> bool:
    whole = written.value == int(written.value) and "," not in written.before[-1:]
    return (
        whole
        and 1900 <= written.value <= 2100
        and bool(re.search(r"\b(?:in|since|of|by|year|until|from) $|\($", written.before))
    )


@dataclass(frozen=True, slots=True)
class _About:
    """What a number may be: the run's numbers, and the arms and metrics that the words name."""

    facts: Facts
    known: tuple[Printed, ...]
    arms: list[str]
    metrics: frozenset[str]

    def remarks(self, written: _Written, start: int, end: int, found: str) -> Iterator[Remark]:
        """None for a number of the run; else that it is none, or one of another metric."""
        said = self._said(written)
        of = [one for one in self.known if self._is(written, one, said)]
        if self._is_share_of_logarithm(written, of):
            why = f"Changes of {listed(sorted(self.metrics))} are in nats, and are no percentages."
            yield Remark(start, end, found, why, "give the difference, as the tables do")
            return
        meant = self.metrics or (self.facts.primary if written.per_cent else frozenset())
        if any(one.is_of(meant) for one in of) or self._is_times(written):
            return
        if of:
            yield Remark(start, end, found, *self._of_others(of))
            return
        whose = f" for {listed(self.arms)}" if self.arms else ""
        why = f"The computed write-up does not have this number{whose}."
        yield Remark(start, end, found, why, _suggestion(self.arms, self.facts))

    def _is_share_of_logarithm(self, written: _Written, of: list[Printed]) -> bool:
        """Whether it is a percentage beside metrics in nats alone, and not printed as one."""
        nats = bool(self.metrics) and self.metrics <= self.facts.logarithms
        return nats and written.per_cent and not any(map(self._is_printed_share, of))

    def _is_printed_share(self, one: Printed) -> bool:
        return one.per_cent and bool(one.metrics & self.metrics)

    def _of_others(self, of: list[Printed]) -> tuple[str, str]:
        """Of which metrics a number is, where they are not those that are meant."""
        others = " or ".join(sorted({metric for one in of for metric in one.metrics}))
        if not self.metrics:
            why = f"No metric is named here; in the run this number belongs to {others}."
            return why, f"write {others} beside it"
        named = listed(sorted(self.metrics))
        why = f"You write {named}; in the run this number belongs to {others}."
        return why, f"write {others} instead, or take a number of {named} from the tables"

    def _is(self, written: _Written, one: Printed, said: Said | None) -> bool:
        """Whether a number may be a rounding of one of the run's, in its unit."""
        if not written.per_cent:
            return written.is_near(one.value)
        return any(map(written.is_near, _parts(one, said, self.facts.ratios)))

    def _said(self, written: _Written) -> Said | None:
        sign = _PER_CENT.match(written.after)
        return said_of(
            written.before, written.after[sign.end() if sign else 0 :], self.facts.metrics
        )

    def _is_times(self, written: _Written) -> bool:
        times = _TIMES.match(written.after)
        return bool(times) and any(map(written.is_near, self.facts.times))


def _parts(one: Printed, said: Said | None, ratios: Set[str]) -> list[float]:
    """What one of the run's numbers is in per cent, where so much is said to be lost or left.

    What a ratio leaves is no loss; of a metric that is no ratio, nothing is left over to be lost.
    """
    left = list(one.hundredths())
    if said in (None, Said.LEFT) or (one.metrics and not one.metrics & ratios):
        return left
    lost = [100 - part for part in left]
    only = said is Said.LOST and not one.per_cent and one.metrics and one.metrics <= ratios
    return lost if only else left + lost


def _suggestion(arms: list[str], facts: Facts) -> str:
    return f"compare with “{facts.said([*arms, facts.arms[0]][0])}”, or with the tables"
