"""What the write-up says of closed forms: rows, z, and what a small |z| is worth."""

from dataclasses import replace

import numpy as np

from core.analysis.theory import theory_table
from core.report.document import Listing, Paragraph, Table
from core.report.sections import theory
from tests.small import ACCUMULATE, REPLACE, RESERVOIR, SUBSAMPLE, experiment, ran


def blocks(record):
    section = theory.section(record)
    assert section is not None
    (said,) = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    tables = [block for block in section.blocks if isinstance(block, Table)]
    (items,) = [block.items for block in section.blocks if isinstance(block, Listing)]
    return said, tables, items


def test_every_line_is_in_the_table_and_t0_in_one_item():
    record = ran(experiment(arms=[REPLACE, ACCUMULATE], replicates=40))
    said, (table,), items = blocks(record)
    lines = [line for line in theory_table(record) if line.row != "T0"]
    shown = [(row.cells[0], row.cells[1]) for row in table.rows]
    # The fit's form says it already, and so does the geometric mean.
    again = {"variance-ratio", "log-fitted-variance"}
    assert shown == [(line.arm, line.row) for line in lines if line.metric not in again]
    assert again <= {line.metric for line in lines}
    assert "below the 4 from which the two are said to disagree" in said
    assert "A small |z| alone shows little" in said
    (conserved,) = [item for item in items if item.lead.startswith("T0")]
    assert "the truth's variance" in conserved.text
    tried = [line for line in theory_table(record) if line.metric not in again]
    known = [abs(line.z) for line in tried if line.z == line.z]
    assert f"The largest |z| of {len(known)} is {max(known):.1f}" in said
    assert f"{len(tried) - len(known)} of the {len(tried)} have no z" in said
    sources = {line.source for line in tried}
    assert all(any(f"({source})." in item.text for source in sources) for item in items)


def test_a_departure_is_named():
    record = ran(experiment(arms=[REPLACE, ACCUMULATE], replicates=80))
    record.values["squared-shift"][1] *= 40
    said, _, _ = blocks(record)
    assert "This run does not agree with theory in Accumulate, squared shift" in said
    assert "said to disagree" not in said


def test_what_has_no_z_is_said():
    said, (table,), _ = blocks(ran(experiment(arms=[SUBSAMPLE], replicates=4)))
    assert "A closed form is known for this arm" in said
    assert "have no z: fewer than 10 replicates give no standard error." in said
    assert {row.cells[-1] for row in table.rows} == {"–"}


def test_many_lines_are_said_formula_by_formula():
    arms = [arm | {"name": f"{arm['name']} {place}"} for place in range(3)
            for arm in (REPLACE, ACCUMULATE, RESERVOIR)]  # fmt: skip
    record = ran(experiment(arms=arms, replicates=40))
    _, tables, items = blocks(record)
    assert tables == []
    said = " ".join(item.text for item in items)
    for line in theory_table(record):
        assert said.count(f"in {line.arm}") >= 1


def test_run_and_theory_are_told_apart_where_they_differ(monkeypatch):
    record = ran(experiment(arms=[REPLACE], replicates=40))
    (line, *_) = (line for line in theory_table(record) if line.row != "T0")
    for run, cells in ((0.99719, ("0.99716", "0.99719")), (0.99716, ("0.997", "0.997"))):
        near = replace(line, theory=np.array([0.99716]), run=np.array([run]))
        monkeypatch.setattr(theory, "theory_table", lambda _, near=near: [near])
        _, (table,), _ = blocks(record)
        assert table.rows[0].cells[3:5] == cells
        far = [near] * 9
        monkeypatch.setattr(theory, "theory_table", lambda _, far=far: far)
        _, _, items = blocks(record)
        assert f"Theory {cells[0]}; run {cells[1]} in" in items[0].text
