"""The contract that every registered plug-in keeps."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import numpy as np
import pytest

from core import registry
from core.errors import BadInput
from core.experiment import Experiment, fitting_metrics, parse, parse_source
from core.learners.base import Learner, Model
from core.learners.recorded import Recorded, Recording
from core.metrics.base import SIDE_BY_SIDE, Metric, Outcome
from core.pool import Block, TrainingPool
from core.records import Batch, Counts, RecordKind, Steps
from core.regimes.base import Verifier
from core.seeding import Streams
from core.sources.base import Part, Source
from core.sources.digits import Digits
from core.sources.gaussian import GaussianSource
from tests import files
from tests.small import REPLACE, document, ran, yardstick

EVERY = [(group, name) for group in registry.GROUPS for name in registry.plugins(group)]
SOURCES, LEARNERS = registry.plugins("sources"), registry.plugins("learners")
STREAMS = Streams(5)
PARTS_OF = {
    "retentions": "retention",
    "reals": "real",
    "verifiers": "verifier",
    "filters": "filter",
}
PARTS = [(group, name) for group, name in EVERY if group in PARTS_OF]
QUICKEST = {
    "gaussian": ["variance-ratio"],
    "us-first-names": ["types-alive"],
    "state-of-the-union": ["words-alive"],
    "spelled-names": ["names-alive"],
    "spelled-lines": ["real-words-alive"],
}
"""A metric that is measured in no time."""
OF_TOKENS = {"state-of-the-union", "spelled-names", "spelled-lines"}
"""Sources of text, names and lines, which most verifiers do not tell apart."""
QUICK: dict[str, dict[str, Any]] = {
    "character-transformer": {"steps": 5, "hidden": 8, "batch": 8},
    "flow-matching": {"steps": 5, "hidden": 8, "heun_steps": 2},
    "mlp-language-model": {"steps": 5, "hidden": 8, "batch": 16},
    "vae": {"steps": 5, "hidden": 8},
}
"""Settings under which a slow learner takes a moment."""


_OWN: list[Source] = []


@pytest.fixture(scope="module", autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A source of the user's own data is of a real file."""
    folder = tmp_path_factory.mktemp("own")
    penguins = {"path": str(files.penguins(folder)), "missing": "drop"}
    names = {"path": str(files.first_names(folder))}
    _OWN[:] = [parse_source({"kind": "file"} | given) for given in (penguins, names)]
    yield
    _OWN.clear()


def made(name: str) -> Source:
    """A source at its defaults, one of the user's own data with a file."""
    return _OWN[0] if name == "file" else SOURCES[name]()


def done(work: Steps[Any]) -> Any:
    """The result of slow work."""
    while True:
        try:
            tick = next(work)
        except StopIteration as end:
            return end.value
        assert 0 <= tick.done <= tick.total


def learners_for(source: Source) -> list[Learner]:
    fitting = {name: of for name, of in LEARNERS.items() if not of.refusal(source)}
    return [learner_for(name, source) for name in fitting]


def learner_for(name: str, source: Source) -> Learner:
    """A learner at its defaults; recorded generations are those of a sample of the source."""
    if name != "recorded":
        learner: Learner = LEARNERS[name](**QUICK.get(name, {}))
        return learner
    facts = Recording(sha256="0" * 64, labels=("0", "1"), sizes=(40, 40))
    return Recorded(facts=facts).holding((emission(source, 40, 1),) * 2)


def every_source() -> list[Source]:
    """Each source at its defaults, own files of two kinds, and two more settings."""
    more = [GaussianSource(dimensions=2), Digits(class_tail=10)]
    return [*(made(name) for name in SOURCES), *_OWN[1:], *more]


def emission(source: Source, size: int = 30, replicates: int = 3) -> Batch:
    drawn: Batch = source.open(STREAMS).draw(Part.TRAIN, size, replicates, STREAMS)
    return drawn


def same(one: Batch, other: Batch) -> bool:
    left, right = one.arrays(), other.arrays()
    return left.keys() == right.keys() and all(np.array_equal(left[k], right[k]) for k in left)


@pytest.mark.parametrize(("group", "name"), EVERY)
def test_every_plugin_declares_itself(group: str, name: str) -> None:
    plugin = registry.plugins(group)[name]
    instance = plugin()
    assert instance.kind == name == name.lower().replace("_", "-")
    assert plugin.group == group
    assert plugin.title
    assert plugin.summary.endswith(".")
    assert plugin.__doc__
    for field_name, field in plugin.model_fields.items():
        if field_name != "kind":
            assert field.title, f"{field_name} has no title"
            assert field.description, f"{field_name} has no help"
            assert not field.is_required(), f"{field_name} has no default"
    assert plugin.model_validate(json.loads(instance.model_dump_json())) == instance


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_draws_what_it_declares(name: str) -> None:
    source = made(name)
    population = source.open(STREAMS)
    assert population.kind is source.gives
    for part in Part:
        assert population.size(part) == source.available(part)
        batch = population.draw(part, 20, 3, STREAMS)
        assert batch.kind is source.gives
        assert batch.sizes().tolist() == [20] * 3
        assert same(batch, population.draw(part, 20, 3, STREAMS))
    assert population.resample(20, 3, STREAMS.rng("x")).sizes().tolist() == [20] * 3
    if source.gives in (RecordKind.COUNTS, RecordKind.TEXT):
        law = population.probabilities()
        assert law is not None
        assert law.shape == (source.universe(),)
        assert law.sum() == pytest.approx(1)
    if source.gives is not RecordKind.COUNTS:
        assert emission(source).values.shape[2:] == source.record_shape()  # type: ignore[union-attr]


@pytest.mark.parametrize("name", LEARNERS)
def test_every_learner_fits_and_emits_the_same_twice(name: str) -> None:
    for source in every_source():
        learner = learner_for(name, source)
        if learner.refusal(source):
            continue
        pool = TrainingPool((Block(0, emission(source)),))
        model: Model = done(learner.fit(pool, STREAMS))
        made: Batch = done(model.emit(25, STREAMS.at("sample")))
        assert made.kind is source.gives
        assert made.sizes().tolist() == [25] * 3
        assert set(model.parameters()) == set(learner.offers) - {"log-density"}
        if "log-density" in learner.offers:
            assert set(learner.offers) <= set(learner.offered())
            shape = made.counts.shape if isinstance(made, Counts) else made.values.shape[:2]
            assert model.log_density(made).shape == shape
            assert not np.isnan(model.log_density(made)).any()
        again: Model = done(learner.fit(TrainingPool((Block(0, emission(source)),)), STREAMS))
        assert same(made, done(again.emit(25, STREAMS.at("sample"))))


@pytest.mark.parametrize("name", LEARNERS)
def test_every_learner_that_tells_a_loss_says_what_it_is(name: str) -> None:
    learner = next(one for source in every_source() for one in [learner_for(name, source)]
                   if not one.refusal(source))  # fmt: skip
    source = next(one for one in every_source() if not learner.refusal(one))
    ticks = learner.fit(TrainingPool((Block(0, emission(source)),)), STREAMS)
    told = [tick for tick in ticks if tick.loss is not None]
    assert bool(told) == bool(learner.loss_is)
    if "steps" in type(learner).model_fields:
        assert [tick.done for tick in told] == list(range(1, learner.steps + 1))  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", registry.plugins("metrics"))
def test_every_metric_measures_real_data_and_a_null_sample(name: str) -> None:
    metric: Metric = registry.plugins("metrics")[name]()
    assert metric.unit
    assert metric.estimator.endswith(".")
    assert not metric.brief or metric.brief.endswith(".")
    assert not metric.brief or len(metric.brief) < len(metric.estimator)
    if metric.family in SIDE_BY_SIDE:  # a write-up has a line or two for each of its charts
        assert len((metric.brief or metric.estimator).split()) <= 40
    assert metric.reference
    settings = [
        (source, learner)
        for source in every_source()
        for learner in learners_for(source)
        if name in fitting_metrics(source, learner)
    ]
    assert settings, "no source and learner that it fits"
    for source, learner in settings:
        population = source.open(STREAMS)
        spare = population.resample(60, 3, STREAMS.rng("spare"))
        reference = population.draw(Part.REFERENCE, 60, 3, STREAMS)
        meter = done(metric.prepare(yardstick(population, reference, spare, STREAMS)))
        pool = TrainingPool((Block(0, emission(source)),))
        model = done(learner.fit(pool, STREAMS))
        outcome = Outcome(emission(source), model, pool)
        values = done(meter(outcome))
        assert values.shape == (3,)
        assert values.dtype == np.float64
        assert np.isfinite(values).all()
        assert np.array_equal(values, done(meter(outcome))), "measuring twice gives two answers"
        if not metric.in_the_fit:
            null = population.resample(30, 3, STREAMS.rng("null"))
            assert np.isfinite(done(meter(Outcome(null, None, pool)))).all()


@pytest.mark.parametrize("records", QUICKEST)
@pytest.mark.parametrize(("group", "name"), PARTS)
def test_every_regime_part_runs_on_every_kind_of_records(
    group: str, name: str, records: str
) -> None:
    """Its arm accounts for every record of its pools, and shares that end at none do."""
    arm = REPLACE | {PARTS_OF[group]: {"kind": name}}
    given = document(records, arms=[arm], generations=2, sample_size=400, metrics=QUICKEST[records])
    if group == "verifiers" and records in OF_TOKENS and name != "likelihood":
        with pytest.raises(
            BadInput, match=r"gives (text|names|lines); take the verifier 'likelihood'"
        ):
            parse(given)
        return
    of = parse(given)
    record, size = ran(of), of.sample_size
    for generation in (1, 2):
        held, gate = record.composition("Replace", generation), record.gate("Replace", generation)
        flagged = record.flagged("Replace", generation)
        present = sum(held.values()) + sum(flagged.values())
        real = of.arms[0].real_count(size, generation, 2)
        if group == "retentions":
            assert present.min() >= size
            continue
        assert (gate is not None) == (group == "verifiers")
        assert bool(flagged) == (group == "filters")
        missing = 0 if gate is None else gate.shortfall
        assert (present + missing == size).all()
        assert (real > 0) == (0 in held)
        assert real == 0 or held[0].tolist() == [real] * 6


@pytest.mark.parametrize("name", registry.plugins("verifiers"))
def test_every_verifier_says_what_it_cannot_judge(name: str) -> None:
    verifier: Verifier = registry.plugins("verifiers")[name]()
    for source in every_source():
        for learner in learners_for(source):
            refusal = verifier.refusal(source, learner)
            assert refusal == refusal.strip()
            given = document(
                source=source.model_dump(),
                learner=learner.model_dump(),
                arms=[REPLACE | {"verifier": {"kind": name}}],
            )
            if learner.recorded:  # and has no regime, whatever the verifier says
                refusal, given = "an audit has one arm", given | {"generations": 1}
            if refusal:
                with pytest.raises(BadInput, match=re.escape(refusal)):
                    parse(given)
            else:
                assert isinstance(parse(given), Experiment)


def test_metrics_name_every_family_for_every_source() -> None:
    metrics: dict[str, type[Metric]] = dict(registry.plugins("metrics"))
    for source in every_source():
        for learner in learners_for(source):
            offered = fitting_metrics(source, learner)
            families = [metrics[name].family for name in offered]
            assert set(SIDE_BY_SIDE) <= set(families), f"{source.kind} lacks a family of metrics"
            first = [metrics[name].family for name in offered if metrics[name].headline]
            assert sorted(first) == sorted(SIDE_BY_SIDE), f"{source.kind}: one headline a family"


def test_kinds_are_literals() -> None:
    for group, name in EVERY:
        annotation = registry.plugins(group)[name].model_fields["kind"].annotation
        assert get_args(annotation) == (name,)
