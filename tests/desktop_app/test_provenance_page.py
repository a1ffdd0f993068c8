"""The page of provenance follows a run, checks its file, and says what is and is not known."""

import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from core import codec
from core.analysis.chain import DOES_NOT, OF_AN_AUDIT, PROVES
from core.events import GenerationFinished, Preview, RunFinished
from core.record import RunRecord
from core.records import RecordKind
from core.session import Session
from desktop_app.main_window import MainWindow
from desktop_app.models.pools import BROKEN
from desktop_app.pages.provenance_page import ProvenancePage
from desktop_app.widgets.pool_facts import HASH, LINK
from tests.pipelines import QUICK, normal, numbers, reference
from tests.prov import check_prov
from tests.small import ACCUMULATE, REPLACE, SWITCHED, VERIFIED, experiment

LIMIT = 20_000
ARMS = [REPLACE, ACCUMULATE, VERIFIED, SWITCHED]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The file of a whole run."""
    session = Session.create(experiment(arms=ARMS), tmp_path_factory.mktemp("runs") / "small.clab")
    assert list(session.events())
    return session.path


@pytest.fixture
def page(qtbot, run):
    made = ProvenancePage(run)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    yield made
    assert made.shutdown(LIMIT)


def shown(qtbot, page, said):
    """The page, once its card says so."""
    page.show()
    heading = (page.chain.headline, page.chain.problem)
    qtbot.waitUntil(lambda: any(label.text().startswith(said) for label in heading), timeout=LIMIT)


def links(page):
    cells = (page.facts.generations.cell(row, LINK) for row in range(4))
    return [cell.text() for cell in cells]


# The chain


def test_the_chain_of_an_opened_run_is_checked_and_said_to_hold(qtbot, run, page, path):
    run.open(path)
    shown(qtbot, page, "The chain holds: 16 links checked.")
    assert page.chain.problem.isHidden()
    assert links(page) == ["holds"] * 4
    assert page.chain.proves.text() == PROVES
    assert page.chain.does_not.text() == DOES_NOT


def test_a_changed_file_is_said_to_be_broken_where_it_is(qtbot, run, page, path, tmp_path):
    changed = tmp_path / "changed.clab"
    changed.write_bytes(path.read_bytes())
    run.open(changed)
    shown(qtbot, page, "The chain holds")
    with closing(sqlite3.connect(changed)) as connection, connection:
        rows = connection.execute("SELECT id, body, arrays FROM events WHERE kind='generation'")
        for row, text, data in rows.fetchall():
            body = json.loads(text)
            if (body["arm"], body["generation"]) == ("Accumulate", 2):
                arrays = codec.unpack(data)
                arrays["origin/0"] = arrays["origin/0"] + 1
                packed = codec.pack(arrays)
                connection.execute("UPDATE events SET arrays=? WHERE id=?", (packed, row))
    page.chain.check_button.click()
    shown(qtbot, page, "The chain is broken: 1 of 16 links")
    assert page.chain.headline.isHidden()
    assert page.chain.places.text().startswith("It does not fit at Accumulate, generation 2. ")
    assert links(page) == ["holds"] * 4  # of Replace
    page.facts.chosen.emit("Accumulate")
    assert links(page) == ["holds", "holds", BROKEN, "holds"]


def test_a_file_that_cannot_be_read_any_more_is_said_in_a_sentence(
    qtbot, run, page, path, tmp_path
):
    gone = tmp_path / "gone.clab"
    gone.write_bytes(path.read_bytes())
    run.open(gone)
    shown(qtbot, page, "The chain holds")
    gone.unlink()
    page.chain.check_button.click()
    shown(qtbot, page, "run file: '")
    assert "cannot be read" in page.chain.problem.text()


def test_what_is_found_of_another_run_is_not_shown(qtbot, run, page, path, tmp_path):
    other = tmp_path / "other.clab"
    other.write_bytes(path.read_bytes())
    run.open(path)
    page.show()
    run.open(other)
    shown(qtbot, page, "The chain holds")
    assert page._checking == other


def test_a_page_that_is_not_seen_checks_and_draws_nothing(qtbot, run, page, path):
    run.open(path)
    assert page.pools.cells == {}
    assert page.facts.generations.rowCount() == 0
    assert not page._latest.busy


# While a run goes on


def test_a_run_is_followed_and_its_chain_checked_when_it_ends(qtbot, run, page):
    page.show()
    with qtbot.waitSignal(run.state_changed):
        run.start(experiment(arms=ARMS))
    assert page.chain.headline.text() == "The run goes on."
    assert not page.chain.check_button.isEnabled()
    qtbot.waitUntil(lambda: run.idle, timeout=LIMIT)
    shown(qtbot, page, "The chain holds: 16 links checked.")
    assert page.chain.check_button.isEnabled()
    assert page.facts.generations.rowCount() == 4
    assert page.pools.histories["Accumulate"].done == 3


def test_canned_events_fill_the_page_one_by_one(qtbot, run, page):
    record = RunRecord(experiment(arms=[REPLACE]))
    run.record = record
    run.replaced.emit()
    page.show()
    assert page.facts.real.text() == "No generation is finished yet."
    sizes, shown = np.full(6, 40), Preview(RecordKind.VECTORS, np.zeros((1, 1)))
    for generation in range(3):
        held = {generation: sizes}
        record.apply(
            GenerationFinished(
                generation, "Replace" if generation else None, {}, held, None, 0.0, shown,
                content_hash=f"{generation}abcdefgh",
            )
        )  # fmt: skip
        run.grown.emit()
        assert page.facts.generations.rowCount() == generation + 1
        assert page.facts.generations.cell(generation, HASH).text() == f"{generation}abcdefg"
        assert links(page)[generation] == ""
    assert page.facts.real.text().endswith("Generations 1 to 2: no real record.")
    record.apply(RunFinished("cancelled"))


def test_an_unfinished_run_is_shown_as_far_as_it_went(qtbot, run, page, tmp_path):
    session, finished = Session.create(experiment(arms=ARMS), tmp_path / "cut.clab"), 0
    for event in session.events():
        finished += isinstance(event, GenerationFinished)
        if finished == 6:
            session.control.cancel()
    run.open(session.path)
    shown(qtbot, page, "The chain holds: 9 links checked.")
    assert "The records of 6 generations of the arms" in page.chain.places.text()
    assert page.facts.generations.rowCount() == 3
    page.facts.chosen.emit("Switched")
    assert page.facts.generations.rowCount() == 2


def test_a_run_of_nothing_yet_is_no_fault(qtbot, run, page, tmp_path):
    session = Session.create(experiment(arms=ARMS), tmp_path / "none.clab")
    session.control.cancel()
    list(session.events())
    run.open(session.path)
    shown(qtbot, page, "No generation is stored yet")
    assert not page.chain.copy_button.isEnabled()
    assert page.chain.hash.isHidden()


def test_an_audit_says_what_is_known_of_it(qtbot, run, page, tmp_path):
    from core.audit import audit

    pipe = numbers(tmp_path / "pipe.csv", {f"v{g}": normal(g, 200) for g in range(3)})
    of = audit(pipe, reference(tmp_path), changes=[QUICK])
    session = Session.create(of, tmp_path / "audit.clab")
    list(session.events())
    run.open(session.path)
    shown(qtbot, page, "The chain holds: 3 links checked.")
    assert not page.pools.isVisible()
    assert not page.facts.chooser.isVisible()
    assert "What each of them was made from is not known" in page.facts.real.text()
    assert of.learner.understood.sha256 in page.facts.real.text()
    assert str(tmp_path) not in page.facts.real.text()
    first = [page.facts.generations.cell(0, column).text() for column in range(4)]
    assert first == ["0", "v0", "200", f"{of.sample_size:,}"]
    assert page.chain.proves.text() == OF_AN_AUDIT


# By keyboard, and to other places


def test_the_runs_hash_is_copied_whole(qtbot, run, page, path):
    run.open(path)
    shown(qtbot, page, "The chain holds")
    qtbot.keyClick(page.chain.copy_button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == run.record.content_hash()
    assert run.record.content_hash() in page.chain.hash.text()


def test_everything_is_reached_by_keyboard_in_the_order_of_the_eye(qtbot, run, page, path):
    run.open(path)
    shown(qtbot, page, "The chain holds")
    page.activateWindow()
    page.setFocus()
    order = []
    menus = [cell.menu for cell in page.pools.cells.values()]
    for _ in range(6 + len(menus)):
        order.append(QApplication.focusWidget())
        qtbot.keyClick(order[-1], Qt.Key.Key_Tab)
    assert order == [
        page.chain.check_button, page.chain.copy_button, page.chain.export_button, *menus,
        page.facts.chooser, page.facts.tabs.bar, page.facts.generations,
    ]  # fmt: skip
    qtbot.keyClick(page.facts.chooser, Qt.Key.Key_Down)
    assert page.facts.arm == "Accumulate"
    chosen = [arm for arm, cell in page.pools.cells.items() if cell.property("chosen")]
    assert chosen == ["Accumulate"]
    assert page.facts.generations.said == "Accumulate"


def test_everything_says_what_it_is(qtbot, run, page, path):
    run.open(path)
    shown(qtbot, page, "The chain holds")
    stops = [one for one in page.findChildren(QWidget)
             if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()]  # fmt: skip
    assert all(one.accessibleName() or one.text() for one in stops)
    for cell in page.pools.cells.values():
        assert cell.plot.accessibleName()
        assert "Generation 0 was trained on real records alone." in (
            cell.plot.accessibleDescription()
        )


def test_the_window_offers_the_page_and_writes_the_document(
    qtbot, settings, path, tmp_path, monkeypatch
):
    monkeypatch.setenv("COLLAPSE_LAB_HOME", str(tmp_path / "library"))
    target = tmp_path / "run"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    assert not window.shell.offers(window.provenance)
    window.open_run(path)
    window.commands["go_to_provenance"].trigger()
    assert window.shell.front is window.provenance
    window.provenance.chain.export_button.click()
    written = tmp_path / "run.prov.json"
    qtbot.waitUntil(lambda: window.provenance.chain.note.text() == "Provenance written",
                    timeout=LIMIT)  # fmt: skip
    document = json.loads(written.read_text(encoding="utf-8"))
    check_prov(document)
    told = document["activity"]["run:run"]
    assert told["clab:contentHash"] == window.run.record.content_hash()
    assert window.close()
