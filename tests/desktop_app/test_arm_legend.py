"""The legend: every arm with its look, its name and its regime, however many and long they are."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from core.palette import arm_styles
from core.record import RunRecord
from desktop_app.widgets.arm_legend import ArmLegend, breakable, trained_on
from desktop_app.widgets.pens import swatch
from desktop_app.widgets.swatch import Swatch
from tests.small import ALL_ARMS, REPLACE, RESERVOIR, experiment, ran


def shown(qtbot, record: RunRecord, width: int = 1000) -> ArmLegend:
    legend = ArmLegend()
    qtbot.addWidget(legend)
    legend.show_record(record)
    legend.resize(width, 300)
    legend.show()
    qtbot.waitExposed(legend)
    QApplication.processEvents()
    return legend


def texts(entry) -> list[str]:
    return [label.text().replace("\u200b", "") for label in entry.findChildren(QLabel)]


def test_every_arm_has_its_name_its_look_and_its_regime(qtbot):
    record = RunRecord(experiment())
    legend = shown(qtbot, record)
    styles = arm_styles(record.arms, record.experiment.baseline)
    for arm, entry in zip(record.experiment.arms, legend.entries, strict=True):
        said = " ".join(texts(entry))
        assert arm.name in said
        for part in (arm.retention, arm.real, arm.verifier):
            assert part is None or part.summary.removesuffix(".") in said
        assert entry.findChild(Swatch).style_shown == styles[arm.name]


def test_baseline_and_compared_arm_are_named(qtbot):
    legend = shown(qtbot, RunRecord(experiment(baseline="Subsample", compare="Replace")))
    roles = {entry.arm: " ".join(texts(entry)) for entry in legend.entries}
    assert "Subsample (baseline)" in roles["Subsample"]
    assert "Replace (compared)" in roles["Replace"]
    assert sum("(baseline)" in said for said in roles.values()) == 1


def test_swatches_of_twelve_arms_differ():
    styles = arm_styles([str(place) for place in range(12)], "0").values()
    drawn = [swatch(style).toImage() for style in styles]
    assert all(one != other for place, one in enumerate(drawn) for other in drawn[:place])


def test_the_last_fit_is_said_from_what_it_was_trained_on(qtbot):
    record = ran(experiment("us-first-names", sample_size=100, replicates=7))
    said = {arm: trained_on(record, arm) for arm in record.arms}
    assert said["Replace"] == "Last fit: 100 records, 0\u00a0% real."
    assert said["Accumulate"] == "Last fit: 400 records, 25\u00a0% real."
    assert said["Reservoir"] == "Last fit: 100 records, 20\u00a0% real."
    shares = record.composition("Subsample", 3)
    assert sum(shares.values()).tolist() == [100] * 7
    real = np.median(shares[0])
    assert said["Subsample"] == f"Last fit: 100 records, {real:.3g}\u00a0% real."
    legend = shown(qtbot, record)
    assert all(said[entry.arm] in " ".join(texts(entry)) for entry in legend.entries)


def test_before_generation_1_there_is_no_last_fit():
    assert trained_on(RunRecord(experiment()), "Replace") == ""


@pytest.mark.parametrize(("width", "columns"), [(240, 1), (500, 2), (1000, 3), (1400, 6)])
def test_entries_fill_the_width(qtbot, width, columns):
    legend = shown(qtbot, RunRecord(experiment(arms=list(ALL_ARMS))), width)
    assert len({entry.x() for entry in legend.entries}) == columns
    assert all(legend.rect().left() <= entry.x() for entry in legend.entries)
    assert max(entry.geometry().right() for entry in legend.entries) <= width


def test_fewer_arms_than_before_fill_the_width_again(qtbot):
    legend = shown(qtbot, RunRecord(experiment(arms=list(ALL_ARMS))), 1400)
    legend.show_record(RunRecord(experiment(arms=[REPLACE, RESERVOIR])))
    QApplication.processEvents()
    assert legend.entries[1].x() > 600


def test_a_long_name_without_spaces_is_whole_and_asks_for_no_more_room(qtbot):
    name = "W" * 60
    legend = shown(qtbot, RunRecord(experiment(arms=[{**REPLACE, "name": name}, RESERVOIR])), 500)
    assert breakable(name).replace("\u200b", "") == name
    assert legend.minimumSizeHint().width() <= 500
    assert any(name in said for said in texts(legend.entries[0]))


def test_another_run_takes_the_place_of_the_first(qtbot):
    legend = shown(qtbot, RunRecord(experiment()))
    legend.show_record(RunRecord(experiment(arms=[RESERVOIR])))
    assert [entry.arm for entry in legend.entries] == ["Reservoir"]
