"""The finding: the sentence of the analysis, whole, plain and to be copied, with all its notes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from core.analysis.finding import finding
from core.record import RunRecord
from desktop_app.widgets.finding_bar import BULLET, NOTES, FindingBar, all_notes
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, VERIFIED, experiment


def made(end: float = 0.3, arms=(REPLACE, ACCUMULATE, VERIFIED), **given) -> RunRecord:
    rng = np.random.default_rng(2)
    course = np.linspace(1000, 1000 * end, 6)
    values = course * np.exp(0.02 * rng.normal(size=(len(arms), 20, 6)))
    return make_record(values, arms, **given)


def shown(qtbot, record: RunRecord, width: int = 900) -> FindingBar:
    bar = FindingBar()
    qtbot.addWidget(bar)
    bar.show_record(record)
    bar.resize(width, bar.heightForWidth(width))
    bar.show()
    qtbot.waitExposed(bar)
    return bar


@pytest.mark.parametrize("end", [0.3, 0.7, 1.0])
def test_the_sentence_is_that_of_the_analysis(qtbot, end):
    record = made(end)
    bar = shown(qtbot, record)
    assert bar.sentence.text() == finding(record).sentence
    assert bar.accessibleDescription() == bar.sentence.text()


def test_opposite_runs_give_opposite_sentences(qtbot):
    bar = shown(qtbot, made(0.3))
    assert "Replace collapsed" in bar.sentence.text()
    bar.show_record(made(1.0))
    assert "Replace held" in bar.sentence.text()


def test_the_sentence_is_said_anew_when_a_generation_ends(qtbot):
    record = RunRecord(experiment("us-first-names"))
    bar = shown(qtbot, record)
    assert bar.sentence.text() == "Nothing is measured yet."
    before = bar.sentence.text()
    bar._record = made()
    bar.refresh()
    assert bar.sentence.text() != before


def test_text_is_plain_and_can_be_selected(qtbot):
    bar = shown(qtbot, made(arms=({**REPLACE, "name": "<b>Ada</b> & <img src=x>"}, ACCUMULATE)))
    assert "<b>Ada</b> & <img src=x>" in bar.sentence.text()
    for part in (bar.sentence, bar.first, *bar.rest.findChildren(QLabel)):
        assert part.textFormat() is Qt.TextFormat.PlainText
        assert part.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


@pytest.mark.parametrize("width", [500, 900, 1900])
def test_nothing_is_clipped(qtbot, width):
    long = {**REPLACE, "name": "An arm with a name of exactly sixty letters, to fill the line"[:60]}
    bar = shown(qtbot, made(arms=(long, ACCUMULATE, VERIFIED)), width)
    bar.more.click()
    bar.resize(width, bar.heightForWidth(width))
    for part in (bar.sentence, bar.first, bar.rest, *bar.rest.findChildren(QLabel)):
        assert part.height() >= part.heightForWidth(part.width())
        assert part.parentWidget().rect().contains(part.geometry())


def test_all_notes_can_be_reached_on_the_canvas(qtbot):
    record = made(finished=None)
    bar = shown(qtbot, record)
    found, notes = finding(record), all_notes(finding(record))
    assert len(notes) > NOTES
    assert set(found.caveats) <= set(notes)
    assert set(found.arms) <= set(notes)
    assert bar.first.text() == "\n".join(notes[:NOTES])
    assert bar.rest.isHidden()
    assert bar.more.text() == f"{len(notes) - NOTES} more notes"
    bar.more.click()
    assert not bar.rest.isHidden()
    labels = [label for label in bar.rest.findChildren(QLabel) if label.isVisible()]
    assert [label.text() for label in labels if label.text() != BULLET] == notes[NOTES:]
    bullets = [label for label in labels if label.text() == BULLET]
    assert len(bullets) == len(notes) - NOTES, "each note has a bullet"
    tops = [label.y() for label in labels if label.text() != BULLET]
    assert [bullet.y() for bullet in bullets] == tops
    bar.refresh()
    assert not bar.rest.isHidden(), "a generation that ends folds the notes away"
    bar.show_record(record)
    assert bar.rest.isHidden()
