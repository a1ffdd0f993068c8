"""Lineage: seals that hold for what a run stored, and break where something was changed."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import codec, runfile
from core.errors import BadInput
from core.events import GenerationFinished
from core.lineage import Chain, chained, check_chain, parents, terms
from core.record import RunRecord
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, experiment, ran

GATED = {
    "name": "Gated",
    "retention": {"kind": "replace"},
    "verifier": {"kind": "rule", "trusted_share": 0.5},
    "filter": {"kind": "detector", "recall": 0.3, "false_alarm": 0.2},
}
SWITCHED = {
    "name": "Switched",
    "retention": {"kind": "replace"},
    "filter": {"kind": "detector", "recall": 0.4, "false_alarm": 0.3},
    "switch": {"generation": 2, "retention": {"kind": "accumulate"}, "keep": "archive",
               "filter": {"kind": "detector", "recall": 0.4, "false_alarm": 0.3}},
}  # fmt: skip
ARMS = (ACCUMULATE, GATED, SWITCHED)
RECORDS = ("gaussian", "zipf")


def stored(path: Path, records: str = "gaussian", stop: int | None = None) -> Path:
    """A run file of a whole run, or of one that is cancelled after so many events of arms."""
    of = experiment(records, arms=list(ARMS), replicates=4, metrics=[])
    return played(Session.create(of, path), stop)


def played(session: Session, stop: int | None = None) -> Path:
    finished = 0
    for event in session.events():
        finished += isinstance(event, GenerationFinished)
        if finished == stop:
            session.control.cancel()
    return session.path


# A chain that holds


@pytest.mark.parametrize("records", RECORDS)
def test_the_chain_of_a_whole_run_holds(records: str, tmp_path: Path) -> None:
    chain = check_chain(runfile.open_record(stored(tmp_path / "run.clab", records)))
    assert chain == Chain(3 * 4, 0, ())
    assert chain.holds


@pytest.mark.parametrize("records", RECORDS)
@pytest.mark.parametrize("stop", [1, 2, 5, 9])
def test_the_chain_of_a_cancelled_and_resumed_run_holds(
    records: str, stop: int, tmp_path: Path
) -> None:
    path = stored(tmp_path / "run.clab", records, stop)
    record = runfile.open_record(path)
    finished = sum(record.done(arm) + 1 for arm in record.arms)
    assert check_chain(record) == Chain(finished, 0, ())
    assert finished < 12
    played(Session.resume(path))
    assert check_chain(runfile.open_record(path)) == Chain(12, 0, ())


def test_nothing_stored_is_nothing_checked() -> None:
    chain = check_chain(RunRecord(experiment(arms=list(ARMS))))
    assert chain == Chain(0, 0, ())
    assert not chain.holds


def test_a_run_that_was_never_sealed_is_not_said_to_hold() -> None:
    """The loop alone writes nothing and seals nothing."""
    chain = check_chain(ran(experiment(arms=[REPLACE])))
    assert not chain.holds


# A chain that breaks

Body = dict[str, Any]
Arrays = codec.Arrays
Edit = Callable[[Body, Arrays], None]


def edit(path: Path, generation: int, arm: str | None, change: Edit) -> None:
    """Change a stored event, as somebody with a database browser might."""
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = connection.execute("SELECT id, body, arrays FROM events WHERE kind='generation'")
        for row, text, data in rows.fetchall():
            body = json.loads(text)
            if (body["generation"], body["arm"]) == (generation, arm):
                arrays = codec.unpack(data)
                change(body, arrays)
                connection.execute(
                    "UPDATE events SET body=?, arrays=? WHERE id=?",
                    (json.dumps(body), codec.pack(arrays), row),
                )
                return
    raise LookupError(arm)


def bump(prefix: str) -> Edit:
    """One more, in the last replicate of the first array under a prefix."""

    def change(_: Body, arrays: Arrays) -> None:
        name = next(name for name in sorted(arrays) if name.startswith(prefix))
        arrays[name] = arrays[name].astype(
            np.float64 if arrays[name].dtype.kind == "f" else np.int64
        )
        arrays[name][-1] += 1

    return change


def nudge(_: Body, arrays: Arrays) -> None:
    """The last bit of a measured value."""
    name = next(name for name in sorted(arrays) if name.startswith("metric/"))
    arrays[name] = arrays[name].copy()
    arrays[name][0] = np.nextafter(arrays[name][0], np.inf)


def drop(prefix: str) -> Edit:
    def change(_: Body, arrays: Arrays) -> None:
        del arrays[next(name for name in sorted(arrays) if name.startswith(prefix))]

    return change


def rename(old: str, new: str) -> Edit:
    def change(_: Body, arrays: Arrays) -> None:
        arrays[new] = arrays.pop(old)

    return change


def write(key: str, value: Any) -> Edit:
    def change(body: Body, _: Arrays) -> None:
        assert body[key] != value
        body[key] = value

    return change


EDITS: dict[str, Edit] = {
    "a value": bump("metric/"),
    "a value's last bit": nudge,
    "a composition": bump("origin/"),
    "what was flagged": bump("flagged/"),
    "an origin left out": drop("origin/"),
    "flags left out": drop("flagged/"),
    "an origin called flagged": rename("origin/2", "flagged/1"),
    "an origin called another": rename("origin/2", "origin/0"),
    "the samples that are shown": bump("preview-values"),
    "the hash of the records": write("records", "0" * 64),
    "the hash of the event": write("hash", "0" * 64),
}
OF_GATES: dict[str, Edit] = {
    "candidates": bump("gate/candidates"),
    "admitted": bump("gate/admitted"),
    "shortfall": bump("gate/shortfall"),
    "wrong emitted": bump("gate/wrong_emitted"),
    "wrong admitted": bump("gate/wrong_admitted"),
    "trusted records spent": write("trusted", 7),
    "no verifier at all": write("trusted", None),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("whole") / "run.clab")


@pytest.mark.parametrize("name", EDITS | OF_GATES)
def test_a_changed_generation_breaks_the_chain_at_its_place(
    name: str, whole: Path, tmp_path: Path
) -> None:
    path = tmp_path / "changed.clab"
    runfile.copy(whole, path)
    edit(path, 2, "Gated", (EDITS | OF_GATES)[name])
    chain = check_chain(runfile.open_record(path))
    places = {("Gated", 2), ("Gated", 3)} if name == "the hash of the event" else {("Gated", 2)}
    assert set(chain.broken) == places
    assert not chain.holds


def test_a_changed_generation_0_breaks_every_arm_there(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "changed.clab"
    runfile.copy(whole, path)
    edit(path, 0, None, nudge)
    assert check_chain(runfile.open_record(path)).broken == tuple(
        (name, 0) for name in ("Accumulate", "Gated", "Switched")
    )


def rewrite(path: Path, kind: str, change: Callable[[Body], None]) -> None:
    """Change the settings ("started") or the null bands ("null-bands") of a run file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        (text,) = connection.execute("SELECT body FROM events WHERE kind=?", (kind,)).fetchone()
        body = json.loads(text)
        change(body)
        connection.execute("UPDATE events SET body=? WHERE kind=?", (json.dumps(body), kind))


def another_seed(body: Body) -> None:
    body["experiment"]["seed"] += 1


def another_headline(body: Body) -> None:
    body["experiment"]["compare"] = "Switched"


def another_recall(body: Body) -> None:
    body["experiment"]["arms"][1]["filter"]["recall"] = 0.9


def wider_bands(body: Body) -> None:
    body["bands"] = {name: [low, mid, 2 * high] for name, (low, mid, high) in body["bands"].items()}


@pytest.mark.parametrize(
    ("kind", "change", "first"),
    [
        ("started", another_seed, ("Accumulate", 0)),
        ("started", another_headline, ("Accumulate", 0)),
        ("started", another_recall, ("Gated", 1)),
        ("null-bands", wider_bands, ("Accumulate", 1)),
    ],
)
def test_changed_settings_and_bands_break_the_chain(
    kind: str, change: Callable[[Body], None], first: tuple[str, int], whole: Path, tmp_path: Path
) -> None:
    path = tmp_path / "changed.clab"
    runfile.copy(whole, path)
    rewrite(path, kind, change)
    assert check_chain(runfile.open_record(path)).broken[0] == first


@pytest.mark.parametrize("generation", [0, 1])
def test_changed_records_are_not_resumed_from(generation: int, tmp_path: Path) -> None:
    path = stored(tmp_path / "run.clab", stop=5)
    place = (generation, "Accumulate" if generation else "")
    with closing(sqlite3.connect(path)) as connection, connection:
        where = "WHERE generation=? AND arm=? AND role='emission'"
        (data,) = connection.execute(f"SELECT arrays FROM blocks {where}", place).fetchone()
        arrays = codec.unpack(data)
        arrays["values"] = arrays["values"] + 1.0
        connection.execute(f"UPDATE blocks SET arrays=? {where}", (codec.pack(arrays), *place))
    with pytest.raises(BadInput, match=f"records of generation {generation}.* cannot be resumed"):
        Session.resume(path)


def test_a_generation_sealed_again_breaks_the_one_after_it(whole: Path, tmp_path: Path) -> None:
    """Somebody who works out the seal of what he changed has all later ones to work out too."""
    path = tmp_path / "changed.clab"
    runfile.copy(whole, path)
    record = runfile.open_record(path)
    event = record.generation("Accumulate", 1)
    assert event is not None
    better = {name: values + 1 for name, values in event.metrics.items()}
    under = terms(record.document, "Accumulate", 1, record.bands, record.null_values)
    before = record.content_hash_at("Accumulate", 0)
    forged = chained(replace(event, metrics=better), under, before)

    def change(body: Body, arrays: Arrays) -> None:
        body["hash"] = forged
        arrays |= {f"metric/{name}": values for name, values in better.items()}

    edit(path, 1, "Accumulate", change)
    assert check_chain(runfile.open_record(path)).broken == (("Accumulate", 2),)


def test_a_generation_that_is_left_out_breaks_the_chain(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "changed.clab"
    runfile.copy(whole, path)
    edit(path, 1, "Accumulate", write("arm", "Switched"))
    chain = check_chain(runfile.open_record(path))
    assert chain.broken == (("Accumulate", 1), ("Accumulate", 2))
    assert not chain.holds


def test_a_file_of_the_former_version_is_unsealed_and_not_broken(
    whole: Path, tmp_path: Path
) -> None:
    path = tmp_path / "former.clab"
    runfile.copy(whole, path)

    def former(body: Body, arrays: Arrays) -> None:
        del body["records"]
        body["hash"] = f"of old {body['generation']} {body['arm']}"

    edit(path, 0, None, former)
    for generation in (1, 2, 3):
        for arm in ("Accumulate", "Gated", "Switched"):
            edit(path, generation, arm, former)
    chain = check_chain(runfile.open_record(path))
    assert chain == Chain(12, 12, ())
    assert not chain.holds


# Parents and composition


def test_parents_are_the_models_that_a_pool_came_from(whole: Path) -> None:
    record = runfile.open_record(whole)
    hashes = {g: record.content_hash_at("Accumulate", g) for g in range(4)}
    assert len(set(hashes.values())) == 4
    assert parents(record, "Accumulate", 3) == {
        0: hashes[0], 1: hashes[0], 2: hashes[1], 3: hashes[2],
    }  # fmt: skip
    gated = parents(record, "Gated", 3)
    assert gated == {3: record.content_hash_at("Gated", 2)}
    assert gated[3] not in hashes.values()
    assert parents(record, "Gated", 0) == {0: hashes[0]}
    assert set(parents(record, "Switched", 2)) == {0, 1, 2}
