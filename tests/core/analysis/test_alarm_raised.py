"""The alarm on a simulation's tail: its threshold, when it is raised, and how early that is."""

import numpy as np
import pytest

from core.analysis.alarm import FALSE_ALARM, Basis, alarm, alarm_height
from core.analysis.alarm_raised import lead, raised, say_origin, say_raised
from core.analysis.half_life import half_life
from core.measuring import Measuring
from core.metrics.base import Outcome
from core.seeding import Streams
from core.sources.base import Part
from tests.records import make_record
from tests.small import REPLACE, experiment
from tests.steps import done as finish

RARE = "rare-type-coverage"
NULLS = np.random.default_rng(8).permutation(np.arange(200) / 1000 + 0.4)  # 0.400 to 0.599
THRESHOLD = 0.404
"""The fifth lowest of 200 values: rank floor(0.025 x 201)."""


def falling(*paths, types=None, replicates=8, nulls=NULLS, **given):
    """Arms whose rare types go along these paths, while types alive follow `types`."""
    tail = np.stack([np.tile(path, (replicates, 1)) for path in paths])
    alive = np.ones_like(tail) if types is None else np.tile(types, (*tail.shape[:2], 1))
    record = make_record({"types-alive": 1000 * alive, RARE: tail}, **given)
    if nulls is not None:
        record.null_values[RARE] = nulls
    return record


HELD, FALLEN = [0.5, 0.5, 0.5, 0.5, 0.5], [0.5, 0.45, 0.3, 0.2, 0.1]


def test_the_threshold_is_the_null_values_rank():
    record = falling(FALLEN, HELD)
    found = alarm(record).usual
    assert found.value == THRESHOLD == alarm_height(record, RARE)
    assert found.chance == 5 / 201
    assert alarm_height(record, "types-alive") is None


def test_replicates_below_it_are_counted_at_each_generation():
    values = np.random.default_rng(3).uniform(0.3, 0.6, (2, 9, 5))
    values[1, :, 0] = values[0, :, 0]
    record = make_record({"types-alive": np.full((2, 9, 5), 10.0), RARE: values})
    record.null_values[RARE] = NULLS
    expected = [int(sum(one < THRESHOLD for one in column)) for column in values[1].T]
    assert list(raised(record, "Accumulate").counts) == expected
    assert len(set(expected)) > 2


def test_an_arm_raises_it_once_more_than_half_of_its_replicates_do():
    tail = np.full((2, 8, 4), 0.5)
    tail[0, :4, 1] = tail[0, :5, 2] = tail[0, :5, 3] = 0.1  # half, then more than half
    tail[1, :5, 1] = 0.1  # and back
    record = make_record({"types-alive": np.full((2, 8, 4), 10.0), RARE: tail})
    record.null_values[RARE] = NULLS
    first, second = raised(record, "Replace"), raised(record, "Accumulate")
    assert (first.first, first.lasts) == (2, True)
    assert (second.first, second.lasts) == (1, False)
    said = say_raised(record)
    assert "in most replicates of Replace from generation 2 on and" in said
    assert "in most replicates of Accumulate first at generation 1 (0 of 8 at generation 3)" in said


def test_opposite_runs_give_opposite_sentences():
    one, other = say_raised(falling(FALLEN, HELD)), say_raised(falling(HELD, FALLEN))
    both = "in all 8 replicates of {} from generation 2 on and in no replicate of {}"
    loud, silent = both.format("Replace", "Accumulate"), "in no replicate of Replace and "
    assert f"would have been raised {loud}." in one
    assert f"would have been raised {silent}in all 8 replicates of Accumulate from" in other
    assert one.startswith(
        "An alarm on rare types covered below 0.404 (a false alarm for at most 2.5 % of real "
        "samples) would"
    )


@pytest.mark.parametrize(
    ("alive", "early", "said"),
    [
        ([1, 0.9, 0.8, 0.7, 0.4], 2, "In Replace that is 2 generations before half of the"),
        ([1, 0.9, 0.8, 0.4, 0.4], 1, "In Replace that is 1 generation before half of the"),
        ([1, 0.9, 0.4, 0.4, 0.4], 0, "In Replace that is just when half of the types alive was"),
        ([1, 0.4, 0.4, 0.4, 0.4], -1, "In Replace that is 1 generation after half of the"),
        ([1, 0.9, 0.9, 0.9, 0.9], None, "in no replicate of Accumulate."),
    ],
)
def test_how_early_it_is(alive, early, said):
    record = falling(FALLEN, HELD, types=alive)
    assert lead(raised(record, "Replace"), half_life(record, "types-alive", "Replace")) == early
    assert said in say_raised(record)
    assert ("In Replace" in say_raised(record)) == (early is not None)


def test_arms_that_raise_it_in_few_replicates_alone_are_told_together():
    tail = np.full((2, 8, 4), 0.5)
    tail[0, :2, 1] = tail[1, 0, 3] = 0.1
    record = make_record({"types-alive": np.full((2, 8, 4), 10.0), RARE: tail})
    record.null_values[RARE] = NULLS
    assert say_raised(record).endswith(
        "at no generation have been raised in most replicates: in at most 2 of 8 in Replace and 1 "
        "of 8 in Accumulate."
    )


def test_silence_while_half_is_lost_is_told():
    said = say_raised(falling(HELD, HELD, types=[1, 0.9, 0.4, 0.4, 0.4]))
    assert "In Replace it stayed silent although half of the types alive was gone" in said
    assert "by generation 2." in said


def short(*paths, replicates=20, spread=0.01, **given):
    """Arms whose shared generation 0 falls short of real samples already, each replicate its own.

    Replicates lie `spread` apart, in mixed order.
    """
    record = falling(*paths, replicates=replicates, **given)
    places = np.random.default_rng(4).permutation(replicates)
    record.values[RARE] = record.values[RARE] + spread * places[None, :, None] / replicates
    return record


LOW, LOWER = [0.3, 0.3, 0.3, 0.3, 0.3], [0.3, 0.3, 0.2, 0.1, 0.1]


def test_where_generation_0_falls_short_the_threshold_is_the_lowest_of_its_own_replicates():
    record = short(LOWER, LOW, types=[1, 0.9, 0.9, 0.9, 0.4])
    found = alarm(record)
    first = record.values[RARE][0, :, 0]
    assert found.basis is Basis.FIRST
    assert found.usual.value == first.min() == alarm_height(record, RARE)
    assert (found.usual.chance, found.of_real) == (1 / 21, THRESHOLD)
    assert raised(record, "Replace").counts == (0, 0, 20, 20, 20)
    assert say_origin(record) == "the lowest of generation 0's 20 replicates"
    assert say_raised(record) == (
        "An alarm on rare types covered below 0.300 (the lowest of generation 0's 20 replicates: "
        "a false alarm for 4.8 % of such first models) would have been raised in all 20 "
        "replicates of Replace from generation 2 on and in no replicate of Accumulate. In Replace "
        "that is 2 generations before half of the types alive was gone. In Accumulate it stayed "
        "silent although half of the types alive was gone by generation 4. Generation 0 already "
        "lies below real samples' threshold, 0.404."
    )


def test_opposite_runs_say_the_opposite_by_that_threshold_too():
    one, other = say_raised(short(LOWER, LOW)), say_raised(short(LOW, LOWER))
    both = "in all 20 replicates of {} from generation 2 on"
    assert f"{both.format('Replace')} and in no replicate of Accumulate." in one
    assert f"in no replicate of Replace and {both.format('Accumulate')}." in other


@pytest.mark.parametrize(
    ("replicates", "chance"),
    [
        (3, "25.0 % of such first models, above 5 % as replicates are few"),
        (18, "5.3 % of such first models, above 5 % as replicates are few"),
        (19, "5.0 % of such first models)"),
        (40, "2.4 % of such first models)"),
    ],
)
def test_with_few_replicates_its_chance_is_said_plainly(replicates, chance):
    said = say_raised(short(LOWER, LOW, replicates=replicates))
    assert f"replicates: a false alarm for {chance}" in said


def test_with_many_replicates_it_is_no_longer_the_lowest():
    record = short(LOWER, LOW, replicates=200)
    found = alarm(record).usual
    assert found.value == np.sort(record.values[RARE][0, :, 0])[4]
    assert (found.rank, found.chance) == (5, 5 / 201)
    assert raised(record, "Accumulate").counts == (4, 4, 4, 4, 4)
    assert say_origin(record) == "the upper end of the 5 lowest of generation 0's 200 replicates"


def test_half_of_the_replicates_below_real_samples_is_not_most():
    record = falling(HELD, HELD)
    record.values[RARE][:, :4, 0] = 0.3
    assert alarm(record).basis is Basis.REAL
    assert say_origin(record) == "from real samples"
    assert "2.5 % of real samples and for 4 of generation 0's 8 replicates)" in say_raised(record)
    record.values[RARE][:, 4, 0] = 0.3
    assert alarm(record).basis is Basis.FIRST


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (short(LOW, LOW, replicates=2), "2 replicates are too few for a threshold of its own"),
        (
            short([0.0] * 5, [0.0] * 5, spread=0),
            "some of its replicates reach nothing of the tail",
        ),
    ],
)
def test_generation_0_may_give_no_threshold_either(record, why):
    assert say_raised(record) == (
        "No alarm on the tail can be set: generation 0 falls short of real samples already, and "
        f"{why}."
    )
    assert alarm_height(record, RARE) is None


def test_one_more_first_model_raises_it_as_often_as_it_says():
    """Exchangeable models of a skewed law: R of them give the threshold, one more is held to it."""
    rng, runs = np.random.default_rng(11), 2000
    for replicates in (7, 20, 80):
        made = rng.lognormal(-3, 0.5, (runs, replicates + 1))
        below, chance = 0, 0.0
        record = falling(LOW, LOW, replicates=replicates, nulls=NULLS + 10)
        for models in made:
            record.values[RARE][:, :, 0] = models[:-1]
            record.remembered.clear()
            found = alarm(record).usual
            below, chance = below + (models[-1] < found.value), found.chance
        z = (below - runs * chance) / np.sqrt(runs * chance * (1 - chance))
        assert abs(z) < 4


def test_one_replicate_is_told_what_chance_does_and_no_lead():
    said = say_raised(falling(FALLEN, HELD, types=[1, 1, 1, 0.4, 0.4], replicates=1))
    assert "in the only replicate of Replace from generation 2 on and in no replicate of" in said
    assert "by generation 4 in about 12 % of such runs." in said  # 1 - (196/201)^5
    assert "half" not in said


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (falling(FALLEN, HELD, nulls=None), "no values of single real samples are known"),
        (falling(FALLEN, HELD, nulls=np.zeros(200)), "real samples of this size already reach"),
        (make_record(np.full((2, 6, 3), 9.0)), "no metric of the tail fits these records"),
        (
            make_record({"fitted-variance": np.ones((2, 6, 3)), "rare-loss": np.ones((2, 6, 3))}),
            "held-out loss of rare records in the fit is read from the fitted model, and real ",
        ),
    ],
)
def test_without_a_threshold_one_sentence_says_why(record, why):
    assert raised(record, "Replace") is None
    said = say_raised(record)
    assert said.startswith(f"No alarm on the tail can be set: {why}")
    assert said.count(". ") == 0
    assert alarm_height(record, RARE) is None


def test_one_arm_and_one_generation():
    record = falling(FALLEN, arms=[REPLACE], done=1)
    assert raised(record, "Replace").counts == (0, 0)
    assert say_raised(record).endswith("would have been raised in no replicate of Replace.")


def test_new_real_samples_raise_it_as_often_as_it_says():
    """A threshold of a run's own null samples, and emissions that are real samples."""
    rates = [share_below_its_own_threshold(seed) for seed in range(60)]
    error = np.std(rates, ddof=1) / np.sqrt(len(rates))
    assert abs(np.mean(rates) - 5 / 201) < 4 * error
    assert 4 * error < FALSE_ALARM / 2


def share_below_its_own_threshold(seed):
    of = experiment(
        seed=seed, replicates=20, sample_size=4000, generations=1, arms=[REPLACE],
        source={"kind": "zipf", "types": 4000}, learner={"kind": "categorical"},
        metrics=[RARE], primary_metric=RARE,
    )  # fmt: skip
    streams = Streams(seed)
    population = of.source.open(streams)
    real = population.draw(Part.TRAIN, of.sample_size, of.replicates, streams)
    measuring = Measuring(of, population, real, streams)
    finish(measuring.prepare())
    record = make_record({RARE: np.ones((1, 20, 2))}, [REPLACE])
    record.apply(list(measuring.null_bands())[-1])
    threshold = alarm(record).usual.value
    fresh = [population.resample(4000, 20, streams.at(f"fresh/{at}").rng()) for at in range(10)]
    values = [finish(measuring.meters[RARE](Outcome(one, None))) for one in fresh]
    return np.mean(np.concatenate(values) < threshold)
