"""The PROV document of a run: valid, complete, and the same counts as the run's own pools."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import runfile
from core.errors import BadInput
from core.events import GenerationFinished, Preview
from core.origins import MOST_BANDS, Band, Bands
from core.prov_graph import Graph
from core.provenance import export_prov, provenance
from core.record import RunRecord
from core.records import RecordKind
from core.session import Session
from tests.files import penguins
from tests.pipelines import QUICK, audited, normal, numbers, reference
from tests.prov import check_prov
from tests.small import ACCUMULATE, ALL_ARMS, REPLACE, SUBSAMPLE, SWITCHED, VERIFIED
from tests.small import experiment as small

FRESH = {"name": "Fresh", "retention": {"kind": "replace"}, "real": {"kind": "fresh", "share": 0.3}}
FADING = {
    "name": "Fading", "retention": {"kind": "accumulate-subsample"},
    "real": {"kind": "fading", "start": 0.6, "end": 0.0},
}  # fmt: skip
CONTROL = {
    "name": "Control", "retention": {"kind": "accumulate"},
    "real": {"kind": "trusted", "share": 0.2},
}  # fmt: skip
ARMS = [*ALL_ARMS, SWITCHED, FRESH, FADING, CONTROL]
LIKELIHOOD = {"kind": "likelihood", "trusted_share": 0.4}
TEXT_ARMS = [
    *(arm for arm in ARMS if arm not in (VERIFIED, SWITCHED)),
    VERIFIED | {"verifier": LIKELIHOOD},
    SWITCHED | {"switch": SWITCHED["switch"] | {"verifier": LIKELIHOOD}},
]
"""No rule tells right text from wrong."""


@pytest.fixture(scope="module", params=["gaussian", "zipf", "state-of-the-union"])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    """A run of every regime, of each kind of record, from its file."""
    arms = TEXT_ARMS if request.param == "state-of-the-union" else ARMS
    path = tmp_path_factory.mktemp("runs") / "run.clab"
    session = Session.create(small(request.param, arms=arms, replicates=3, metrics=[]), path)
    assert list(session.events())
    return runfile.open_record(path)


def document(record: RunRecord, created: str = "2026-01-02T03:04:05+00:00") -> dict[str, Any]:
    """The document as somebody else reads it, held to the specification."""
    text = provenance(record, created).text()
    read: dict[str, Any] = json.loads(text)
    check_prov(read)
    assert read == provenance(record, created).document()
    return read


def origins(read: dict[str, Any], pool: str) -> dict[str, int]:
    """What a pool was derived from, and how many records of all replicates."""
    edges = (one for one in read["wasDerivedFrom"].values() if one["prov:generatedEntity"] == pool)
    return {one["prov:usedEntity"]: one["clab:records"] for one in edges}


def origin_of(source: str) -> int:
    """The origin of records; 0 for real ones."""
    found = re.fullmatch(r"run:(?:arm-\d+\.)?(emission|admitted)-(\d+)", source)
    if found is None:
        assert source in ("run:real-sample", "run:real-data", "run:fresh", "run:trusted")
        return 0
    return int(found[2]) + (found[1] == "emission")


def pool_of(place: int, generation: int) -> str:
    return f"run:arm-{place}.pool-{generation}" if generation else "run:pool-0"


# Counts


def test_each_count_is_that_of_the_runs_own_pool(record: RunRecord) -> None:
    read = document(record)
    for place, arm in enumerate(record.arms, 1):
        for generation in range(record.done(arm) + 1):
            held = record.composition(arm, generation)
            found = origins(read, pool_of(place, generation))
            synthetic = {at: n for source, n in found.items() if (at := origin_of(source))}
            real = [n for source, n in found.items() if not origin_of(source)]
            expected = {origin: int(sizes.sum()) for origin, sizes in held.items() if sizes.any()}
            assert synthetic == {origin: n for origin, n in expected.items() if origin}
            assert real == [n for origin, n in expected.items() if not origin]
            told = read["entity"][pool_of(place, generation)]
            assert told["clab:records"] == sum(expected.values())
            assert told["clab:realRecords"] == expected.get(0, 0)
            flagged = record.flagged(arm, generation)
            dropped = sum(int(sizes.sum()) for sizes in flagged.values())
            assert told.get("clab:dropped", 0) == dropped


def test_least_and_most_of_one_replicate_stand_beside_a_count_that_differs(
    record: RunRecord,
) -> None:
    read, place = document(record), record.arms.index("Switched") + 1
    for generation in (1, 2, 3):
        sizes = np.asarray(sum(record.composition("Switched", generation).values()))
        told = read["entity"][pool_of(place, generation)]
        if sizes.min() == sizes.max():
            assert "clab:recordsLeast" not in told
        else:
            assert told["clab:recordsLeast"] == sizes.min()
            assert told["clab:recordsMost"] == sizes.max()


def test_real_records_are_those_that_the_regime_takes(record: RunRecord) -> None:
    read = document(record)
    taken = {"Reservoir": "run:real-sample", "Accumulate": "run:real-sample", "Fresh": "run:fresh",
             "Fading": "run:fresh", "Control": "run:real-data"}  # fmt: skip
    for arm, source in taken.items():
        assert source in origins(read, pool_of(record.arms.index(arm) + 1, 1))
    assert list(origins(read, pool_of(record.arms.index("Replace") + 1, 1))) == ["run:emission-0"]


def test_what_a_gate_did_is_told(record: RunRecord) -> None:
    read = document(record)
    gated = [(place, arm, generation) for place, arm in enumerate(record.arms, 1)
             for generation in range(1, 4) if record.gate(arm, generation) is not None]  # fmt: skip
    assert gated
    assert sum(".verify-" in activity for activity in read["activity"]) == len(gated)
    for place, arm, generation in gated:
        gate = record.gate(arm, generation)
        assert gate is not None
        told = read["activity"][f"run:arm-{place}.verify-{generation}"]
        assert told["clab:candidates"] == gate.candidates.sum()
        assert told["clab:admitted"] == gate.admitted.sum()
        assert told["clab:shortfall"] == gate.shortfall.sum()
        assert told["clab:trustedRecords"] == gate.trusted
        admitted = read["entity"][f"run:arm-{place}.admitted-{generation}"]
        assert admitted["clab:records"] == gate.admitted.sum()


def test_hashes_are_those_of_the_chain(record: RunRecord) -> None:
    read = document(record)
    for place, arm in enumerate(record.arms, 1):
        for generation in range(record.done(arm) + 1):
            whose = f"run:arm-{place}." if generation else "run:"
            told = read["entity"][f"{whose}generation-{generation}"]
            event = record.generation(arm, generation)
            assert event is not None
            assert told["clab:contentHash"] == event.content_hash
            assert told["clab:recordsHash"] == event.records_hash
    run = read["activity"]["run:run"]
    assert run["clab:chainHolds"] is True
    assert run["clab:linksChecked"] == 4 * len(record.arms)
    assert run["clab:contentHash"] == record.content_hash()
    assert run["clab:state"] == "completed"
    assert run["prov:startTime"] == "2026-01-02T03:04:05+00:00"


def test_the_same_run_gives_the_same_bytes(record: RunRecord, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        export_prov(record, tmp_path / name, "2026-01-02T03:04:05+00:00")
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


# Other runs


@pytest.mark.parametrize("stop", [0, 1, 2, 5])
def test_an_unfinished_run_tells_what_is_there(stop: int, tmp_path: Path) -> None:
    session = Session.create(small(arms=[ACCUMULATE, VERIFIED]), tmp_path / "run.clab")
    finished = 0
    if not stop:
        session.control.cancel()
    for event in session.events():
        finished += isinstance(event, GenerationFinished)
        if finished == stop:
            session.control.cancel()
    record = runfile.open_record(session.path)
    read = document(record, "")
    models = [entity for entity in read["entity"] if re.search(r"[:.]model-\d", entity)]
    assert len(models) == stop
    assert read["activity"]["run:run"]["clab:state"] == "cancelled"
    assert "prov:startTime" not in read["activity"]["run:run"]


def test_a_run_that_was_resumed_elsewhere_has_the_versions_of_both() -> None:
    record = RunRecord(small(arms=[REPLACE]))
    record.environment = {"collapse-lab": "1", "numpy": "2.1", "python": "3.11"}
    record.resumed_in = [{"collapse-lab": "1", "numpy": "2.2", "python": "3.11"}]
    software = document(record)["agent"]["run:software"]
    assert software["clab:numpy"] == ["2.1", "2.2"]
    assert software["clab:python"] == "3.11"
    assert software["clab:timesResumed"] == 1


def test_data_of_ones_own_are_told_by_name_and_hash_alone(tmp_path: Path) -> None:
    folder = tmp_path / "jane-doe-private"
    folder.mkdir()
    source = {"kind": "file", "path": str(penguins(folder)), "missing": "drop"}
    of = small(source=source, learner={"kind": "gaussian"}, arms=[REPLACE], metrics=[])
    record = RunRecord(of)
    read = document(record)
    told = read["entity"]["run:real-data"]
    assert told["dct:title"] == Path(source["path"]).name
    assert told["clab:sha256"] == of.source.understood.sha256  # type: ignore[attr-defined]
    assert told["dct:license"].startswith("not stated")
    assert "jane-doe" not in provenance(record).text()


def test_data_that_come_with_the_app_have_licence_and_hash(record: RunRecord) -> None:
    told = document(record)["entity"]["run:real-data"]
    if record.experiment.source.kind == "state-of-the-union":
        assert told["dct:license"].startswith("PDDL 1.0")
        assert len(told["clab:sha256"]) == len(told["dct:title"]) == 3
        assert all(re.fullmatch("[0-9a-f]{64}", one) for one in told["clab:sha256"])
    else:
        assert told["clab:lawKnown"] is True
        assert "dct:license" not in told


def test_an_audit_says_that_it_does_not_know_what_was_trained_on(tmp_path: Path) -> None:
    pipe = numbers(tmp_path / "pipe.csv", {g: normal(g, 200) for g in range(4)})
    record = audited(pipe, reference(tmp_path), QUICK)
    read = document(record)
    assert "not known" in read["entity"]["run:pipeline"]["clab:note"]
    kinds = {one["prov:type"]["$"] for one in read["activity"].values()}
    assert kinds == {"clab:Run", "clab:Subset", "clab:Measure"}
    assert not any("pool" in entity or "model" in entity for entity in read["entity"])
    members = read["hadMember"].values()
    assert {one["prov:collection"] for one in members} == {"run:pipeline"}
    assert len(members) == 4
    recorded = [entity for entity in read["entity"] if "recorded-" in entity]
    derived = {one["prov:generatedEntity"] for one in read["wasDerivedFrom"].values()}
    assert len(recorded) == 4
    assert not derived & set(recorded)
    assert str(tmp_path) not in json.dumps(read)


def test_a_tampered_run_is_exported_and_said_to_be_broken(tmp_path: Path) -> None:
    session = Session.create(small(arms=[REPLACE]), tmp_path / "run.clab")
    assert list(session.events())
    record = runfile.open_record(session.path)
    record.composition("Replace", 2)[2] = record.composition("Replace", 2)[2] + 1
    assert document(record)["activity"]["run:run"]["clab:chainHolds"] is False


def test_a_start_that_is_no_date_is_refused() -> None:
    with pytest.raises(BadInput, match="created: 'yesterday' given"):
        provenance(RunRecord(small(arms=[REPLACE])), "yesterday")


# Size


def long_run(arms: int, generations: int) -> RunRecord:
    """A record of so many arms that keep everything, as if it had run."""
    given = [ACCUMULATE | {"name": f"Arm {place}"} for place in range(arms)]
    record = RunRecord(small(arms=given, generations=generations, metrics=[], replicates=2))
    shown, sizes = Preview(RecordKind.VECTORS, np.zeros((1, 1))), np.array([40, 40])
    for generation in range(generations + 1):
        for arm in record.arms if generation else [None]:
            held = dict.fromkeys(range(generation + 1), sizes)
            event = GenerationFinished(
                generation, arm, {}, held, None, 0.0, shown,
                records_hash=64 * "a", content_hash=64 * "b",
            )  # fmt: skip
            record._take_in(event)
    return record


def test_a_long_run_of_many_arms_stays_small() -> None:
    record = long_run(12, 100)
    text = provenance(record).text()
    assert len(text) < 10_000_000
    read = json.loads(text)
    check_prov(read)
    found = origins(read, "run:arm-3.pool-100")
    assert len(found) <= MOST_BANDS + 1
    assert found.pop("run:real-sample") == 80
    assert sum(found.values()) == 100 * 80
    collection = next(iter(found))
    members = [one["prov:entity"] for one in read["hadMember"].values()
               if one["prov:collection"] == collection]  # fmt: skip
    assert found[collection] == 80 * len(members)


def test_a_collection_is_named_only_where_a_pool_has_all_of_it() -> None:
    record = long_run(1, 82)
    read = document(record)
    assert Bands(82).of(2) == Band(1, 3)
    assert set(origins(read, "run:arm-1.pool-2")) == {
        "run:real-sample", "run:emission-0", "run:arm-1.emission-1"
    }  # fmt: skip
    assert set(origins(read, "run:arm-1.pool-4")) == {
        "run:real-sample", "run:arm-1.models-0-to-2", "run:arm-1.emission-3"
    }  # fmt: skip


def test_subsamples_of_the_archive_name_their_origins(record: RunRecord) -> None:
    place = record.arms.index(SUBSAMPLE["name"]) + 1
    assert len(origins(document(record), pool_of(place, 3))) == 4


def test_what_all_runs_share_is_no_document_by_itself() -> None:
    with pytest.raises(TypeError, match="advance"):
        Graph(RunRecord(small(arms=[REPLACE])))  # type: ignore[abstract]
