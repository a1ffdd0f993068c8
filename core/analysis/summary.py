"""What `collapse-lab show` says of a run: the finding, and every metric of every arm."""

import math
from dataclasses import asdict
from typing import Any

from core.analysis.alarm import alarm
from core.analysis.alarm_raised import raised, say_raised
from core.analysis.audited import recording
from core.analysis.chain import say_chain
from core.analysis.change import declared
from core.analysis.costs import cost
from core.analysis.curves import Curve, curve
from core.analysis.failure_order import failure_order
from core.analysis.finding import finding
from core.analysis.half_life import diversity_metric, half_life, has_half_life
from core.analysis.intervals import Interval
from core.analysis.mitigations import Mitigation, mitigations
from core.analysis.prices import say_checks, say_price
from core.analysis.theory import TheoryLine, theory_table
from core.analysis.verdict import verdicts
from core.analysis.wording import metric_noun, say_band, say_interval
from core.record import RunRecord


def summary(record: RunRecord) -> dict[str, Any]:
    """The finding and the numbers behind it, as plain dictionaries; null where nothing is known."""
    said = finding(record)
    return {
        "name": record.experiment.name,
        "state": _state(record),
        "generation": record.done(),
        "content_hash": record.content_hash(),
        "finding": said.sentence,
        "caveats": list(said.caveats),
        **_audit(record),
        **_alarm(record),
        "chain": say_chain(record),
        "arms": [_arm(record, arm) for arm in record.arms],
        "mitigations": [_mitigation(one) for one in mitigations(record)],
        "null_bands": {name: list(band) for name, band in record.bands.items()},
        "theory": [_theory(line) for line in theory_table(record)],
    }


def summary_text(record: RunRecord) -> str:
    """The same for a terminal: the finding, then a table a metric."""
    said = finding(record)
    blocks = [f"{record.experiment.name} ({_state(record)})", said.sentence, *said.arms, said.basis]
    if record.done() >= 0:
        blocks += [_table(record, metric) for metric in record.experiment.measured()]
        blocks += [_half_life_text(record), _costs_text(record)]
        blocks += [_theory_text(line) for line in theory_table(record)]
    blocks.append(said.alarm or say_raised(record))
    blocks += [f"Note: {caveat}" for caveat in said.caveats]
    blocks.append(say_chain(record))
    return "\n\n".join(filter(None, blocks))


def _audit(record: RunRecord) -> dict[str, Any]:
    """What only an audit has: its generations."""
    if not record.experiment.recorded:
        return {}
    facts = recording(record.experiment)
    generations = [
        {"label": label, "records": size}
        for label, size in zip(facts.labels, facts.sizes, strict=True)
    ]
    return {"recorded_generations": generations}


def _alarm(record: RunRecord) -> dict[str, Any]:
    """The threshold on the tail; of an audit, what it proposes for the next generations."""
    if record.done() < 0:
        return {}
    found = asdict(alarm(record))
    found["of_real"] = _finite(found["of_real"])
    if not record.experiment.recorded:
        usual = found["usual"] or {"value": None, "chance": None}
        found = {name: found[name] for name in ("metric", "records", "samples", "reason", "basis")}
        found |= {"threshold": usual["value"], "chance": usual["chance"]}
    return {"alarm": found}


def _state(record: RunRecord) -> str:
    return "unfinished" if record.finished is None else record.finished.reason.value


def _arm(record: RunRecord, arm: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": arm, "generation": record.done(arm)}
    if record.done() < 0:
        return found
    verdict = verdicts(record)[arm]
    found["outcome"] = verdict.outcome.value
    found["ratio" if verdict.change.value == "ratio" else "rise"] = _numbers(verdict.ratio)
    found["half_life"] = _half_lives(record, arm)
    found["order_of_failure"] = [
        {"metric": failure.metric, "generation": failure.generation, "place": failure.place}
        for failure in failure_order(record, arm)
        if failure.place is not None
    ]
    found["cost"] = _cost(record, arm)
    below = None if record.experiment.recorded else raised(record, arm)
    if below is not None:
        found["alarm"] = {"raised_from": below.first, "replicates_below": list(below.counts)}
    drawn = {name: curve(record, name, arm) for name in record.experiment.measured()}
    found["metrics"] = {
        name: {"unit": declared(name).unit, "start": _point(line, 0), "end": _point(line, -1)}
        for name, line in drawn.items()
    }
    return found


def _mitigation(one: Mitigation) -> dict[str, Any]:
    """What somebody must be able to do to run an arm, and whether the run supports it."""
    found = {"arm": one.arm, "condition": str(one.situation)}
    return found | {"supported": str(one.supported), "why": one.why}


def _half_lives(record: RunRecord, arm: str) -> dict[str, list[float | None]]:
    """Of each metric that has one: the generation, and the interval; null beyond the run."""
    names = filter(has_half_life, record.experiment.measured())
    lives = {name: half_life(record, name, arm) for name in names}
    return {
        name: [
            None if found.generation is None else float(found.generation),
            _finite(found.low),
            _finite(found.high),
        ]
        for name, found in lives.items()
    }


def _cost(record: RunRecord, arm: str) -> dict[str, float | None] | None:
    """What an arm cost; null before a generation after generation 0 is finished."""
    if record.done() < 1 or record.experiment.recorded:
        return None
    return {name: _finite(value) for name, value in asdict(cost(record, arm)).items()}


def _numbers(found: Interval) -> list[float | None]:
    """Centre, low and high."""
    return [_finite(float(value)) for value in (found.centre, found.low, found.high)]


def _finite(value: float) -> float | None:
    """Null in place of NaN and infinities, which JSON does not have."""
    return value if math.isfinite(value) else None


def _point(line: Curve, place: int) -> list[float | None]:
    return _numbers(line.at(place))


def _table(record: RunRecord, metric: str) -> str:
    width = max(len(arm) for arm in record.arms)
    band = record.bands.get(metric)
    real = f"; real samples: {say_band(metric, band)}" if band else ""
    rows = [f"{declared(metric).title} ({declared(metric).unit}{real})"]
    for arm in record.arms:
        line = curve(record, metric, arm)
        ends = (line.at(place) for place in (0, -1))
        start, end = (say_interval(found, count=declared(metric).count) for found in ends)
        rows.append(f"  {arm:{width}}  {start}  ->  {end}  at generation {record.done(arm)}")
    return "\n".join(rows)


def _half_life_text(record: RunRecord) -> str:
    """The headline diversity's half-life of every arm."""
    metric = diversity_metric(record)
    if not metric:
        return ""
    median = "" if record.experiment.recorded else "the median of "
    rows = [f"Half-life of {median}{metric_noun(metric)} (generations)"]
    width = max(len(arm) for arm in record.arms)
    rows += [f"  {arm:{width}}  {half_life(record, metric, arm).said()}" for arm in record.arms]
    return "\n".join(rows)


def _costs_text(record: RunRecord) -> str:
    """What each arm cost, and whether the run supports it."""
    base = record.experiment.baseline
    checks = say_checks([cost(record, base)]) if record.done() >= 1 else []
    rows = [f"  {base} (baseline): {'; '.join(checks)}"] if checks else []
    rows += [
        f"  {one.arm}: {one.said()} ({one.why}). Price: {say_price(record, [one])}"
        for one in mitigations(record)
    ]
    return "\n".join(["What arms cost, and whether this run supports them", *rows] if rows else [])


def _theory(line: TheoryLine) -> dict[str, Any]:
    return {
        "arm": line.arm,
        "metric": line.metric or line.quantity,
        "row": line.row,
        "statistic": line.statistic.value,
        "generation": line.generation,
        "theory": _finite(float(line.theory[-1])),
        "run": _finite(float(line.run[-1])),
        "z": _finite(line.z),
        "source": line.source,
    }


def _theory_text(line: TheoryLine) -> str:
    return (
        f"Closed form {line.row}, {line.arm}: the {line.statistic} of {line.quantity} at "
        f"generation {line.generation} should be {line.theory[-1]:.4g} and is "
        f"{line.run[-1]:.4g} ({_say_z(line)}; {line.source})"
    )


def _say_z(line: TheoryLine) -> str:
    return "no z: too few replicates or no spread" if math.isnan(line.z) else f"z = {line.z:.1f}"
