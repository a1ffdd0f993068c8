"""`collapse-lab check`: every row, at settings where a near miss would stand out."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from core import check as checking
from core import check_cases, cli_check
from core.check import Checked, check, steps
from core.check_cases import CASES, ROWS
from core.cli import main
from core.theory.base import ClosedForm
from core.theory.forms import FORMS

ROW = Checked("a1", "mean of something", "n = 10", 0.5, 0.51, 0.01, 1.0, 10.0, "t + 1 for t")


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["collapse-lab", "check", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert isinstance(caught.value.code, int)
    return caught.value.code


@pytest.fixture(scope="module")
def quick() -> list[Checked]:
    """All rows with a tenth of the replicates: blunter, but as true."""
    return [row for row in check(replicates=2_000) if row is not None]


def test_every_row_agrees_with_the_engine(quick):
    assert [(row.id, row.setting, row.z) for row in quick if not row.agrees] == []
    assert len(quick) == steps()


def test_every_row_of_the_table_is_checked_at_two_settings_at_least(quick):
    assert {row.id for row in quick} == set(ROWS)
    for id_ in ROWS:
        assert len({row.setting for row in quick if row.id == id_}) >= 2
    checked = {(quantity.row, quantity.metric) for case in CASES for quantity in case.quantities}
    # A fitted variance's logarithm says the same as its geometric mean, a5's mean as a1's.
    known = {(form.row, form.metric) for form in FORMS}
    assert known - checked == {("a3", "fitted-variance"), ("a5", "squared-shift")}


def test_z_is_what_it_says(quick):
    for row in quick:
        assert row.z == pytest.approx((row.simulation - row.theory) / row.standard_error)


def test_late_rows_are_checked_early():
    for case in CASES:
        rows = {quantity.row for quantity in case.quantities}
        if rows & {"b", "c", "g1", "g2"}:
            assert all(settings["generations"] + 1 <= 3 for settings in case.settings)


def test_settings_tell_a_near_miss_apart():
    """With all replicates, of two cases that are quick: the whole table is the command's own."""
    for case in (CASES[0], CASES[4]):
        for settings in case.settings:
            rows = checking._checked(case.quantities, settings | {"seed": 5})
            assert all(row.passed for row in rows if row is not None)


def test_a_wrong_form_fails(monkeypatch):
    def late(form: ClosedForm) -> ClosedForm:
        """As if t were one more."""
        return replace(form, curve=lambda of, arm: form.curve(of, arm) * (1 - 1 / of.sample_size))

    (case, *_) = CASES
    settings = case.settings[0] | {"seed": 1}
    right = [row for row in checking._checked(case.quantities[:1], settings) if row is not None]
    assert right[0].passed
    wrong = tuple(late(form) if form.row == "a1" else form for form in FORMS)
    monkeypatch.setattr("core.theory.forms.FORMS", wrong)
    found = [row for row in checking._checked(case.quantities[:1], settings) if row is not None]
    assert not found[0].agrees


def test_a_form_that_no_longer_matches_is_an_error(monkeypatch):
    monkeypatch.setattr("core.theory.forms.FORMS", ())
    with pytest.raises(RuntimeError, match="a1"):
        list(checking._checked(CASES[0].quantities, CASES[0].settings[0] | {"replicates": 20}))


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [({}, 0, "passes"), ({"z": -4.2}, 1, "FAILS"), ({"z": float("nan")}, 1, "FAILS"),
     ({"separation": 5.0}, 1, "TOO BLUNT")],
)  # fmt: skip
def test_exit_code_table_and_json(changes, code, word, monkeypatch, capsys):
    row = Checked(**({name: getattr(ROW, name) for name in ROW.__slots__} | changes))
    monkeypatch.setattr(cli_check, "check", lambda: iter([None, row]))
    assert called(monkeypatch) == code
    said = capsys.readouterr()
    assert word in said.out
    assert "t + 1 for t" in said.out
    assert "a1" in said.err
    assert called(monkeypatch, "--json") == code
    (found,) = json.loads(capsys.readouterr().out)
    names = {"id", "setting", "theory", "simulation", "standard_error", "z", "separation"}
    assert names <= set(found)
    assert found["passed"] is (code == 0)


def test_rows_come_in_the_order_of_the_table(monkeypatch):
    later = Checked("T0", *(getattr(ROW, name) for name in ROW.__slots__[1:]))
    monkeypatch.setattr(cli_check, "check", lambda: iter([later, ROW]))
    assert [row.id for row in cli_check.checked_rows()] == ["a1", "T0"]


def test_ctrl_c_is_130():
    running = subprocess.Popen(
        [sys.executable, "-m", "core", "check"],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ.copy(),
        # Tests that run in the background ignore Ctrl-C, and so do their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert running.stderr is not None
    running.stderr.readline()
    running.send_signal(signal.SIGINT)
    out, rest = running.communicate(timeout=30)
    assert running.returncode == 130
    assert out == ""
    assert rest.splitlines()[-1] == "collapse-lab: interrupted"
    assert "Traceback" not in rest


def test_a_setting_is_said_in_words():
    switched = check_cases._switched(6, 5, 3, "archive")
    said = checking.describe(switched)
    assert said == (
        "replace; n = 6; t = 5; switch generation 3, keep archive, retention to accumulate; "
        "20,000 replicates"
    )
