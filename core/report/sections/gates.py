"""What verifiers cost, and what they let through."""

from core.analysis.wording import say_number
from core.events import Gate
from core.palette import arm_styles
from core.record import RunRecord
from core.report.document import Row, Section, Table
from core.report.sections.arms_table import NOTHING
from core.report.sections.captions import replicates


def section(record: RunRecord) -> Section | None:
    """Nothing where no verifier has worked yet."""
    if not any(_gates(record, arm) for arm in record.arms):
        return None
    return Section("gates", "What verifiers let through", (gates(record),))


def gates(record: RunRecord) -> Table:
    """What each verifier did, over all its generations and replicates."""
    styles = arm_styles(record.arms, record.experiment.baseline)
    found = {arm: gates for arm in record.arms if (gates := _gates(record, arm))}
    ruled = any(_goes_by_a_rule(gates) for gates in found.values())
    columns = ["Arm", "Candidates per admitted", "Admitted", "Trusted records", "Most missing"]
    columns += ["Wrong among emitted", "Wrong among admitted"] if ruled else []
    rows = []
    for arm, gates in found.items():
        cells = [arm, *_cost(gates)]
        if ruled:
            cells += _wrong(gates, record.experiment.sample_size)
        rows.append(Row(tuple(cells), styles[arm]))
    caption = f"What verifiers did up to generation {record.done()}, {replicates(record)} together."
    notes = (
        "Trusted records: real ones that the verifier looks at and the arm does not train on. "
        "Most missing: what one replicate lacked in one generation when its verifier gave up."
    )
    notes += " Wrong: by the verifier's own rule." if ruled else ""
    return Table(caption, tuple(columns), tuple(rows), frozenset(range(1, len(columns))), notes)


def _gates(record: RunRecord, arm: str) -> list[Gate]:
    found = (record.gate(arm, generation) for generation in range(1, record.done() + 1))
    return [gate for gate in found if gate is not None]


def _cost(gates: list[Gate]) -> list[str]:
    """Candidates per admitted record, share admitted, trusted records, largest shortfall."""
    judged, admitted = (
        sum(int(figures.sum()) for figures in found)
        for found in zip(*((gate.candidates, gate.admitted) for gate in gates), strict=True)
    )
    trusted = max(gate.trusted for gate in gates)
    missing = max(int(gate.shortfall.max()) for gate in gates)
    each = say_number(judged / admitted) if admitted else NOTHING
    return [each, _share(admitted, judged), f"{trusted:,}", f"{missing:,}"]


def _goes_by_a_rule(gates: list[Gate]) -> bool:
    return any(gate.wrong_emitted is not None for gate in gates)


def _wrong(gates: list[Gate], size: int) -> list[str]:
    """The share that the rule calls wrong, of emitted and of admitted records."""
    emitted = [gate.wrong_emitted for gate in gates if gate.wrong_emitted is not None]
    admitted = [
        (gate.wrong_admitted, gate.admitted) for gate in gates if gate.wrong_admitted is not None
    ]
    if not emitted:
        return [NOTHING, NOTHING]
    return [
        _share(sum(int(wrong.sum()) for wrong in emitted), sum(one.size * size for one in emitted)),
        _share(
            sum(int(wrong.sum()) for wrong, _ in admitted),
            sum(int(every.sum()) for _, every in admitted),
        ),
    ]


def _share(part: int, whole: int) -> str:
    return f"{say_number(100 * part / whole, 1)} %" if whole else NOTHING
