"""What is said of a chain of hashes that holds, is broken, or was never kept."""

from dataclasses import replace

from core.analysis.chain import say_chain
from core.analysis.summary import summary, summary_text
from core.record import RunRecord
from core.runfile import open_record
from core.session import Session
from tests.small import ACCUMULATE, REPLACE, experiment, ran


def stored(folder):
    path = folder / "run.clab"
    for _ in Session.create(experiment(arms=[REPLACE, ACCUMULATE]), path).events():
        pass
    return open_record(path)


def test_a_run_file_as_it_was_stored(tmp_path):
    record = stored(tmp_path)
    said = say_chain(record)
    assert said.startswith("The chain of content hashes holds along every arm, up to generation 3")
    assert summary(record)["chain"] == said
    assert said in summary_text(record)


def test_a_value_that_was_changed_is_named(tmp_path):
    record = stored(tmp_path)
    event = record.generation("Accumulate", 2)
    metrics = event.metrics | {"variance-ratio": event.metrics["variance-ratio"] + 1e-9}
    record.apply(replace(event, metrics=metrics))
    assert "is broken at Accumulate, generation 2:" in say_chain(record)


def test_a_hash_that_was_changed_breaks_what_follows_too(tmp_path):
    record = stored(tmp_path)
    record.apply(replace(record.generation("Replace", 1), content_hash="0" * 64))
    assert "is broken at Replace, generation 1 and 1 more place:" in say_chain(record)


def test_records_that_were_never_hashed_cannot_be_checked():
    assert "cannot be checked" in say_chain(ran(experiment(arms=[REPLACE])))
    assert say_chain(RunRecord(experiment())) == ""
