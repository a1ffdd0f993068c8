"""What each generation of an arm was trained on, as pictures, sentences and tables; no Qt."""

import numpy as np

from core.analysis.audited import recording
from core.analysis.described import say_run
from core.analysis.intervals import interval
from core.analysis.wording import say_interval, say_number
from core.events import Gate
from core.learners.recorded import Recorded
from core.lineage import parents
from core.origins import Bands
from core.record import RunRecord
from core.records import IntArray
from core.seals import Checked
from core.sources.file import FileSource
from core.userdata.loading import shown
from desktop_app.models.taken_chart import TakenChart
from desktop_app.translation import mark, tr

SHORT_HASH = 8
"""Characters of a content hash that are shown; what is copied has all of it."""
BROKEN = mark("broken")
"""Said of a link that does not fit."""
SAME, TURN = 5e-4, 0.01
"""Shares that differ by less are told as one; a share between two is told where it is further out
than both by more."""


class PoolHistory:
    """An arm's pools, folded generation by generation as a run goes on.

    records: [bands, generations + 1]; dropped: [generations + 1], by a provenance filter; both are
    means over replicates. real, sizes: of each generation so far, real records and all of them
    [replicates]; shares: real ones among all, over all replicates.
    """

    def __init__(self, record: RunRecord, arm: str) -> None:
        """Start with no generation."""
        self._record, self._arm = record, arm
        generations = record.experiment.generations
        self._bands = Bands(generations)
        self.bands = self._bands.all
        self.records = np.zeros((len(self.bands), generations + 1))
        self.dropped = np.zeros(generations + 1)
        self.real: list[IntArray] = []
        self.sizes: list[IntArray] = []
        self.shares: list[float] = []
        self.done = -1

    def grow(self) -> bool:
        """Take in the generations that have finished since; False when there are none."""
        done, before = self._record.done(self._arm), self.done
        for generation in range(before + 1, done + 1):
            pool = self._record.composition(self._arm, generation)
            for origin, held in pool.items():
                self.records[self._bands.place(origin), generation] += held.mean()
            self.sizes.append(np.asarray(sum(pool.values())))
            self.real.append(pool.get(0, np.zeros_like(self.sizes[-1])))
            self.shares.append(float(self.real[-1].sum() / self.sizes[-1].sum()))
            flagged = self._record.flagged(self._arm, generation).values()
            self.dropped[generation] = sum(float(held.mean()) for held in flagged)
        self.done = done
        return done > before


# Sentences


def say_source(record: RunRecord) -> str:
    """Where the real records come from, in a sentence."""
    source = record.experiment.source
    if isinstance(source, FileSource):
        facts = source.understood
        return tr("Real data: {path} (SHA-256 {sha256}…).").format(
            path=shown(source.path), sha256=facts.sha256[:SHORT_HASH]
        )
    return tr("Real data: {title} ({licence}).").format(
        title=source.title, licence=source.licence or tr("drawn from a known law")
    )


def say_audited(record: RunRecord) -> str:
    """What is known of the generations of an audit, and what is not."""
    learner, source = record.experiment.learner, record.experiment.source
    assert isinstance(learner, Recorded)
    assert isinstance(source, FileSource)
    return tr(
        "These generations were recorded elsewhere. What each of them was made "
        "from is not known, so there is no training pool to show. Known are "
        "their labels and sizes and what was read: {path}, SHA-256 {sha256}; and "
        "the reference {reference}, SHA-256 {its_sha256}."
    ).format(
        path=shown(learner.path),
        sha256=learner.understood.sha256,
        reference=shown(source.path),
        its_sha256=source.understood.sha256,
    )


def say_pools(record: RunRecord, history: PoolHistory, arm: str) -> str:
    """What the picture of an arm's pools shows, in words."""
    return f"{say_real(history, switch_of(record, arm))} {say_newest(record, history)}".strip()


def take_pools(record: RunRecord, history: PoolHistory, arm: str) -> TakenChart | None:
    """The picture of an arm's pools as it is by now; None before there is one."""
    if history.done < 0:
        return None
    from core.report.charts import PoolChart
    from core.report.single import file_stem

    said, known = say_pools(record, history, arm), slice(history.done + 1)
    experiment = record.experiment
    drawn = PoolChart(
        arm=arm,
        origins=tuple(band.name() for band in history.bands),
        records=history.records[:, known].copy(),
        dropped=history.dropped[known].copy(),
        generations=experiment.generations,
        switch=switch_of(record, arm),
        above=say_run(experiment),
        below=f"{said} {_say_drawn(history, experiment.replicates)}",
    )
    stem = file_stem(experiment.name, f"seed {experiment.seed}", "training-pools", arm)
    return TakenChart(drawn, f"{arm}: {said}", stem)


def switch_of(record: RunRecord, arm: str) -> int | None:
    """The generation that another regime begins at."""
    switch = record.experiment.arm(arm).switch
    return None if switch is None else switch.generation


def _say_drawn(history: PoolHistory, replicates: int) -> str:
    """What the marks of the picture are."""
    said = tr("Hatched: real data. Blue: what models emitted, newer ones stronger.")
    if replicates > 1:
        said += tr(" Means over {replicates:,} replicates.").format(replicates=replicates)
    if history.dropped.any():
        said += tr(" Dashed outline: what the filter dropped so far.")
    return said


def say_real(history: PoolHistory, switch: int | None) -> str:
    """The share of real records over the generations of an arm, in words.

    switch: the generation that another regime begins at.
    """
    done, shares = history.done, history.shares
    if done < 0:
        return tr("No generation is finished yet.")
    turn = done + 1 if switch is None else min(switch, done + 1)
    if 1 < turn <= done and abs(shares[turn] - shares[turn - 1]) < SAME:
        turn = done + 1
    said = [tr("Generation 0 was trained on real records alone.")]
    for first, last in ((1, turn - 1), (turn, done)):
        if first <= last:
            said.append(_say_span(history, first, last))
    return " ".join(said)


def _say_span(history: PoolHistory, first: int, last: int) -> str:
    """The share of real records from one generation to another."""
    span = np.array(history.shares[first : last + 1])
    when = (
        tr("Generation {first}").format(first=first)
        if first == last
        else tr("Generations {first} to {last}").format(first=first, last=last)
    )
    if not span.any():
        return tr("{when}: no real record.").format(when=when)
    start, end = (_rate(history.real[at], history.sizes[at]) for at in (first, last))
    if np.ptp(span) < SAME:
        return tr("{when}: {end} real records.").format(when=when, end=end)
    said = tr("{when}: real records went from {start} to {end}").format(
        when=when, start=start, end=end
    )
    lowest = tr(", lowest {share} in generation {generation}")
    highest = tr(", highest {share} in generation {generation}")
    for at, words in ((int(np.argmin(span)), lowest), (int(np.argmax(span)), highest)):
        if min(abs(span[at] - span[0]), abs(span[at] - span[-1])) > TURN:
            share = _rate(history.real[first + at], history.sizes[first + at])
            said += words.format(share=share, generation=first + at)
    return f"{said}."


def say_newest(record: RunRecord, history: PoolHistory) -> str:
    """What the newest pool holds, in a sentence; "" before there is one."""
    if history.done < 0:
        return ""
    held = history.records[:, history.done]
    total = float(held.sum())
    parts = [
        (tr("{share} {origin}") if band.first == 0 else tr("{share} from {origin}")).format(
            share=_percent(float(records) / total), origin=band.name()
        )
        for band, records in zip(history.bands, held, strict=True) if records > 0
    ]  # fmt: skip
    more = tr("{count} more").format(count=len(parts) - 3)
    shown = parts if len(parts) <= 4 else [*parts[:2], more, parts[-1]]
    each = tr(" a replicate") if record.experiment.replicates > 1 else ""
    mean = "" if total.is_integer() else tr(", on average")
    dropped = float(history.dropped[history.done])
    lost = tr(" A filter has dropped {records} so far.").format(records=_amount(dropped))
    said = tr("The pool of generation {generation} holds {total} records{each}{mean}: {parts}.")
    return said.format(
        generation=history.done, total=_amount(total), each=each, mean=mean, parts=", ".join(shown)
    ) + (lost if dropped else "")


def say_acceptance(record: RunRecord, arm: str) -> str:
    """How much an arm's gate lets through, in a few words; "" where it has none."""
    gates = _gates(record, arm)
    if not gates:
        return ""
    judged, admitted = _in_all(gates, "candidates"), _in_all(gates, "admitted")
    return tr("Gate admits {rate}").format(rate=_rate(admitted, judged))


def say_gates(record: RunRecord, arm: str) -> str:
    """What an arm's verifier did and cost so far, with intervals; "" where it has none."""
    gates = _gates(record, arm)
    if not gates:
        return ""
    first, last = gates[0][0], gates[-1][0]
    judged, admitted = _in_all(gates, "candidates"), _in_all(gates, "admitted")
    lacking = _in_all(gates, "shortfall")
    trusted = max(gate.trusted for _, gate in gates)
    when = (
        tr("generation {first}").format(first=first)
        if first == last
        else tr("generations {first} to {last}").format(first=first, last=last)
    )
    short = (
        tr("shortfall {records}").format(records=_spread(lacking))
        if lacking.any()
        else tr("no shortfall")
    )
    spent = (
        tr("{trusted:,} trusted real records looked at").format(trusted=trusted)
        if trusted
        else tr("no trusted records")
    )
    said = tr(
        "Verifier, {when}: {judged} candidates judged and {admitted} admitted a "
        "replicate, {rate} of them; {short}; {spent}."
    ).format(
        when=when,
        judged=_spread(judged),
        admitted=_spread(admitted),
        rate=_rate(admitted, judged),
        short=short,
        spent=spent,
    )
    if first != last:
        one, other = gates[0][1], gates[-1][1]
        said += tr(
            " Acceptance was {rate} in generation {first} and {newest} in generation {last}."
        ).format(
            rate=_rate(one.admitted, one.candidates),
            first=first,
            newest=_rate(other.admitted, other.candidates),
            last=last,
        )
    return said + _say_wrong(gates[-1][1], record.experiment.sample_size, last)


def _say_wrong(gate: Gate, size: int, generation: int) -> str:
    if gate.wrong_emitted is None or gate.wrong_admitted is None:
        return ""
    emitted = np.full(gate.wrong_emitted.shape, size)
    return tr(
        " Wrong by its rule in generation {generation}: {wrong_emitted} of the "
        "emitted, {wrong_admitted} of the admitted."
    ).format(
        generation=generation,
        wrong_emitted=_rate(gate.wrong_emitted, emitted),
        wrong_admitted=_rate(gate.wrong_admitted, gate.admitted),
    )


# Tables: a row of words a generation, from `first` on; content hashes are whole

Row = tuple[str, ...]


def generation_rows(record: RunRecord, arm: str, history: PoolHistory, first: int) -> list[Row]:
    """Generation, records, real ones in per cent, what a filter dropped, content hash."""
    rows: list[Row] = []
    for generation in range(first, history.done + 1):
        flagged = record.flagged(arm, generation)
        lost = _spread(np.asarray(sum(flagged.values()))) if flagged else ""
        size, real = history.sizes[generation], history.real[generation]
        hashed = record.content_hash_at(arm, generation)
        rows.append((str(generation), _spread(size), _rate(real, size), lost, hashed))
    return rows


def recorded_rows(record: RunRecord, arm: str, first: int) -> list[Row]:
    """Of an audit: generation, its label, records recorded, records compared, content hash."""
    facts, size = recording(record.experiment), f"{record.experiment.sample_size:,}"
    return [
        (str(generation), facts.labels[generation], f"{facts.sizes[generation]:,}", size,
         record.content_hash_at(arm, generation))
        for generation in range(first, record.done(arm) + 1)
    ]  # fmt: skip


def gate_rows(record: RunRecord, arm: str, first: int) -> list[Row]:
    """Generation, candidates, admitted, acceptance, shortfall, trusted records looked at."""
    return [
        (str(generation), _spread(gate.candidates), _spread(gate.admitted),
         _rate(gate.admitted, gate.candidates), _spread(gate.shortfall), f"{gate.trusted:,}")
        for generation, gate in _gates(record, arm) if generation >= first
    ]  # fmt: skip


def origin_rows(record: RunRecord, arm: str, generation: int) -> list[Row]:
    """A pool by origin: whose records, how many, which share, the hash of what they came from."""
    held, flagged = record.composition(arm, generation), record.flagged(arm, generation)
    total = np.asarray(sum(held.values()))
    rows: list[Row] = [
        (tr("Real data") if origin == 0 else tr("From model {model}").format(model=origin - 1),
         _spread(held[origin]), _rate(held[origin], total), parent)
        for origin, parent in sorted(parents(record, arm, generation).items())
    ]  # fmt: skip
    if flagged:
        rows.append(
            (tr("Dropped by the filter"), _spread(np.asarray(sum(flagged.values()))), "", "")
        )
    return rows


def say_link(checked: Checked | None, arm: str, generation: int) -> str:
    """Whether a link of the chain holds, in a word or two; "" before it is checked."""
    if checked is None:
        return ""
    if (arm, generation) in checked.broken:
        return tr(BROKEN)
    return tr("no seal") if checked.chain.unsealed else tr("holds")


def _in_all(gates: list[tuple[int, Gate]], figure: str) -> IntArray:
    """[replicates]: a figure summed over generations."""
    return np.asarray(sum(gate.figures()[figure] for _, gate in gates))


def _gates(record: RunRecord, arm: str) -> list[tuple[int, Gate]]:
    every = ((g, record.gate(arm, g)) for g in range(1, record.done(arm) + 1))
    return [(generation, gate) for generation, gate in every if gate is not None]


# Numbers


def _spread(counts: IntArray) -> str:
    """A count: the one of all replicates, or the median with its interval over replicates."""
    if np.ptp(counts) == 0:
        return f"{int(counts[0]):,}"
    return say_interval(interval(counts.astype(np.float64), scale=False), count=True, brief=True)


def _rate(part: IntArray, whole: IntArray) -> str:
    """A share in per cent, likewise; over the replicates in which there is a whole."""
    shares = 100 * part[whole > 0] / whole[whole > 0]
    if not len(shares):
        return tr("none")
    if np.ptp(shares) < 1e-9:
        return _percent(float(shares[0]) / 100)
    return f"{say_interval(interval(shares, scale=False), brief=True)} %"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _amount(mean: float) -> str:
    """A mean over replicates, whole where it is."""
    return f"{mean:,.0f}" if float(mean).is_integer() or mean >= 1000 else say_number(mean)
