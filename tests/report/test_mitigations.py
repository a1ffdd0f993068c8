"""Mitigations compared: what each arm kept, its price, and for whom; opposite runs say so."""

import numpy as np
import pytest

from core.analysis.mitigations import Situation
from core.events import Gate
from core.presets import preset, preset_names
from core.report.document import Listing
from core.report.narrative import narrative
from core.report.sections.mitigations import NOUNS, section
from tests.records import make_record
from tests.report.runs import ended_at
from tests.small import (
    ACCUMULATE,
    ALL_ARMS,
    REPLACE,
    SUBSAMPLE,
    VERIFIED,
    experiment,
    parse,
    ran,
)

LATE = {
    **REPLACE,
    "name": "Late",
    "switch": {
        "generation": 2,
        "keep": "archive",
        "retention": {"kind": "accumulate"},
        "verifier": {"kind": "noisy", "right": 0.9, "wrong": 0.2, "trusted_share": 0.5},
    },
}
LIKELY = {**REPLACE, "name": "Likely", "verifier": {"kind": "likelihood", "top_share": 0.8}}


def parts(record):
    """The table, what leads in, the entries by their leads, and what is said last."""
    table, *others = section(record).blocks
    at = next(at for at, block in enumerate(others) if isinstance(block, Listing))
    begun, untested = (
        "".join(one.text for one in part) for part in (others[:at], others[at + 1 :])
    )
    return table, begun, {item.lead: item.text for item in others[at].items}, untested


def cells(table):
    return {row.cells[0]: dict(zip(table.columns, row.cells, strict=True)) for row in table.rows}


def gate(candidates=80, trusted=100, shortfall=0):
    missing = np.full(8, shortfall)
    return Gate(np.full(8, candidates), np.full(8, 40), missing, trusted)


# Opposite runs


@pytest.mark.parametrize(
    ("ends", "cell", "said"),
    [
        ((0.2, 0.97), "supported", "Accumulate is supported."),
        ((0.2, 0.4), "supported to slow the loss", "Accumulate is supported to slow the loss."),
        (
            (0.97, 0.2),
            "not supported",
            "Accumulate is not supported (a faster loss than Replace).",
        ),
        (
            (0.7, 0.7),
            "unclear",
            "Accumulate remains unclear (no clear difference from Replace).",
        ),
    ],
)
def test_opposite_runs_say_the_opposite(ends, cell, said):
    table, begun, items, _ = parts(ended_at(*ends))
    (text,) = items.values()
    assert list(items) == ["If everything can be kept and trained on:"]
    assert text == said
    kept = cells(table)["Accumulate"]["Types alive kept"].split()[0]
    assert float(kept) == pytest.approx(ends[1], abs=0.005)
    assert cells(table)["Accumulate"]["In this run"] == cell
    assert cells(table)["Replace"]["In this run"] == "baseline"
    assert ("yet collapsed itself" in table.notes) == (cell == "supported to slow the loss")
    assert begun == ""
    words = {
        word for word in ("Supported", "Not supported", "Unclear") if f"{word}: " in table.notes
    }
    assert words == {cell.capitalize().removesuffix(" to slow the loss")}


def test_a_baseline_that_lost_nothing_credits_nobody():
    _, begun, items, _ = parts(ended_at(0.99, 0.99))
    assert "No arm is judged: Replace held, so there was nothing to mend." in begun
    (text,) = items.values()
    assert text == "Accumulate is not judged."


def test_too_few_replicates_are_named_once():
    _, begun, items, _ = parts(ended_at(0.2, 0.97, replicates=1))
    assert "No arm is judged: 1 replicate is too few" in begun
    assert "too few" not in "".join(items.values())


def test_a_rise_is_told_as_one():
    values = 0.1 * np.array([6, 3])[:, None, None] ** (np.arange(5) / 4) * np.ones((2, 8, 5))
    values *= np.exp(0.01 * np.random.default_rng(1).standard_normal((2, 8, 5)))
    record = make_record({"wasserstein": values}, bands={"wasserstein": (0.0, 0.1, 0.12)})
    table, begun, items, _ = parts(record)
    column = next(name for name in table.columns if name.startswith("Rise of Wasserstein distance"))
    rise = {arm: row[column] for arm, row in cells(table).items()}
    assert rise["Replace"].startswith("0.5")
    assert rise["Accumulate"].startswith("0.2")
    assert begun == ""
    (text,) = items.values()
    assert text == "Accumulate is supported to slow the rise."
    assert not any("(tail)" in column for column in table.columns)


def test_nothing_stands_alone_and_nothing_before_generation_1():
    assert section(ended_at(0.2, 0.9, done=0, finished=None)) is None
    assert section(ran(experiment(arms=[REPLACE]))) is None
    keys = [one.key for one in narrative(ended_at(0.2, 0.9)).sections]
    assert keys.index("mitigations") == keys.index("samples") + 1


# The table


def test_costs_stand_in_the_table_of_all_arms():
    record = ran(experiment(arms=list(ALL_ARMS)))
    table, *_ = parts(record)
    rows = cells(table)
    assert list(rows) == record.arms
    columns = (
        "Last training pool (×\u00a0n)",
        "First real records stored",
        "Trusted records",
    )
    found = {name: tuple(row[column] for column in columns) for name, row in rows.items()}
    assert found == {
        "Replace": ("1", "0", "0"),
        "Accumulate": ("4", "40", "0"),
        "Subsample": ("1", "40", "0"),
        "Reservoir": ("1", "8", "0"),
        "Reservoir, subsample": ("1", "8", "0"),
        "Verified": ("1", "0", "4"),
    }
    assert table.caption.endswith("n = 40.")


def test_columns_that_no_arm_has_are_left_out():
    table, *_ = parts(ran(experiment(arms=[REPLACE, ACCUMULATE, SUBSAMPLE])))
    titles = " ".join(table.columns)
    assert not any(word in titles for word in ("Judged", "Trusted", "missing"))


def test_gates_are_counted_over_all_generations_and_replicates():
    record = ran(experiment(arms=[REPLACE, LATE, LIKELY], generations=4))
    table, *_ = parts(record)
    found = [record.gate("Late", at) for at in (2, 3, 4)]
    judged, admitted = (
        sum(getattr(one, of).sum() for one in found) for of in ("candidates", "admitted")
    )
    late = cells(table)["Late"]
    assert float(late["Judged per admitted"]) == pytest.approx(judged / admitted, abs=0.005)
    assert late["Trusted records"] == "20"
    assert cells(table)["Replace"]["Judged per admitted"] == "–"
    emitted = sum(one.wrong_emitted.sum() for one in found) / (3 * 6 * 40)
    passed = sum(one.wrong_admitted.sum() for one in found) / admitted
    shares = f"{100 * emitted:.1f} % of emitted and {100 * passed:.1f} % of admitted records"
    assert f"By Late's own rule, {shares} were wrong." in table.notes
    # A gate by likelihood calls no record wrong.
    assert "Likely's own rule" not in table.notes


def test_what_is_missing_is_told_only_where_something_is():
    for shortfall in (0, 25):
        record = ended_at(
            0.2, 0.9, arms=[REPLACE, VERIFIED], gates={"Verified": gate(shortfall=shortfall)}
        )
        table, *_ = parts(record)
        row = cells(table)["Verified"]
        assert ("Most missing in one fit" in table.columns) == (shortfall > 0)
        assert row.get("Most missing in one fit", "0") == str(shortfall)
        assert (row["Judged per admitted"], row["Trusted records"]) == ("2", "100")


def test_tails_without_a_value_have_no_column():
    flat = np.ones((2, 8, 5))
    values = {"types-alive": 1000 * flat, "rare-type-coverage": 0 * flat}
    table, *_ = parts(make_record(values))
    assert not any("(tail)" in column for column in table.columns)


def test_tails_that_cannot_be_compared_are_said_to_be():
    # Six replicates do for one interval of the median, not for two arms at once.
    rng = np.random.default_rng(2)
    fall = np.array([0.2, 0.9, 0.8])[:, None, None] ** (np.arange(5) / 4)
    noise = np.exp(0.01 * rng.standard_normal((3, 6, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    values = {"variance-ratio": fall * noise, "tail-coverage": 0.9 * fall * noise}
    arms = [REPLACE, ACCUMULATE, SUBSAMPLE]
    table, *_ = parts(make_record(values, arms=arms))
    assert (
        "Not compared: tail coverage, because 6 replicates are too few to compare 2 arms at once."
        in table.notes
    )
    one, *_ = parts(make_record({name: of[:2] for name, of in values.items()}))
    assert "Tails are not compared" not in one.notes


# Whom it is for


def test_situations_without_an_arm_are_named_once():
    *_, limits = parts(ended_at(0.2, 0.9))
    untested = limits.split(". ")[0]
    assert untested.startswith("Not tested: ")
    for place, noun in NOUNS.items():
        assert (noun in untested) == (place is not Situation.KEEP_ALL)
    every = [REPLACE, ACCUMULATE, SUBSAMPLE, VERIFIED, LATE]
    reserve = {**REPLACE, "name": "Reserve", "real": {"kind": "fixed", "share": 0.2}}
    fading = {**REPLACE, "name": "Fading", "real": {"kind": "fading", "start": 0.2}}
    labels = {**SUBSAMPLE, "name": "Labels", "filter": {"kind": "detector", "recall": 0.2}}
    *_, limits = parts(ran(experiment(arms=[*every, reserve, fading, labels])))
    assert "Not tested" not in limits


def test_what_an_arm_does_beside_something_else_was_tried():
    kept = {**SUBSAMPLE, "name": "Kept", "real": {"kind": "fading", "start": 0.2}}
    *_, items, limits = parts(ran(experiment(arms=[REPLACE, kept])))
    assert list(items) == ["If new real records come, but fewer each time:"]
    assert "fixed training size" not in limits
    assert "new real records" not in limits
    assert "training on everything" in limits


def test_gates_are_held_against_training_on_their_records():
    control = {**REPLACE, "name": "Control", "real": {"kind": "trusted", "share": 0.1}}
    for ends, word in (((0.2, 0.4, 0.6), "did worse"), ((0.2, 0.6, 0.4), "did better")):
        values = 1000 * np.array(ends)[:, None, None] ** (np.arange(5) / 4) * np.ones((3, 8, 5))
        values[:, :, 1:] *= np.exp(0.01 * np.random.default_rng(1).standard_normal((3, 8, 4)))
        arms = [REPLACE, VERIFIED, control]
        record = make_record(values, arms=arms, gates={"Verified": gate()})
        table, _, items, untested = parts(record)
        spent = [cells(table)[arm]["Trusted records"] for arm in ("Verified", "Control")]
        assert spent == ["100", "100"]
        assert "New real records" not in table.columns
        assert "new real records each generation" in untested
        text = items["If records can be checked before training:"]
        told = (
            f"Beside Control, which trains on those trusted records instead, Verified {word} (ratio"
        )
        assert told in text
        assert text.endswith("descriptive).")


def test_more_data_is_held_against_a_fixed_training_size():
    rng = np.random.default_rng(4)
    values = 1000 * np.array([0.2, 0.9, 0.6])[:, None, None] ** (np.arange(5) / 4)
    noise = np.exp(0.01 * rng.standard_normal((3, 8, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    *_, items, _ = parts(make_record(values * noise, arms=[REPLACE, ACCUMULATE, SUBSAMPLE]))
    text = items["If everything can be kept and trained on:"]
    assert (
        "Beside Subsample, which keeps the same records but trains on 1,000, Accumulate did better"
        in text
    )


def test_many_arms_that_ended_alike_are_said_together():
    arms = [REPLACE, *({**ACCUMULATE, "name": f"Arm {place}"} for place in range(11))]
    rng = np.random.default_rng(4)
    ends = np.array([0.2, *([0.9] * 11)])[:, None, None]
    noise = np.exp(0.01 * rng.standard_normal((12, 12, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    table, _, items, _ = parts(make_record(1000 * ends ** (np.arange(5) / 4) * noise, arms=arms))
    (text,) = items.values()
    assert len(table.rows) == 12
    assert "Arm 9 and Arm 10 are supported." in text
    assert len(text.split()) < 40


def test_gates_that_ended_alike_share_their_sentence():
    names = ["Even", "Odd", "Third", "Fourth", "Fifth"]
    arms = [REPLACE, *({**VERIFIED, "name": name} for name in names)]
    rng = np.random.default_rng(4)
    ends = np.array([0.5, 0.2, 0.21, 0.22, 0.23, 0.24])[:, None, None]
    noise = np.exp(0.01 * rng.standard_normal((6, 12, 5)))
    noise[:, :, 0] = noise[:1, :, 0]
    gates = {name: gate(candidates=40 * (2 + place)) for place, name in enumerate(names)}
    values = 1000 * ends ** (np.arange(5) / 4) * noise
    *_, items, _ = parts(make_record(values, arms=arms, gates=gates))
    (text,) = items.values()
    assert text == (
        "Even, Odd, Third, Fourth and Fifth are not supported (a faster loss than Replace)."
    )


# Every preset


SMALL = {"generations": 5, "replicates": 8, "sample_size": 150}
TRAINED = [name for name in preset_names() if not hasattr(preset(name).learner, "steps")]
"""The others have the same kinds of arms, and take long to train."""


@pytest.mark.parametrize("name", TRAINED)
def test_every_arm_of_every_preset_is_named_for_some_situation(name):
    table, _, items, _ = parts(ran(parse(preset(name).document() | SMALL)))
    said = " ".join(items.values())
    for row in table.rows:
        assert row.cells[-1] == "baseline" or row.cells[0] in said
    assert len(said.split()) < 200
