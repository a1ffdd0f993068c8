"""Arms with model settings of their own: read against their own generation 0, and never paired."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from core.analysis import independent
from core.analysis.caveats import caveats
from core.analysis.described import describe
from core.analysis.finding import finding
from core.analysis.half_life import half_life
from core.analysis.own_bias import own_bias
from core.analysis.reading import Outcome
from core.analysis.rules import LEVEL
from core.analysis.settings import own_settings, say_arm
from core.analysis.theory import theory_table
from core.analysis.verdict import Comparison, comparison, verdict
from core.analysis.wording import in_sentence, say_interval
from core.glossary import term
from core.record import RunRecord
from core.records import FloatArray
from core.report.sections.arms_table import arms_table
from core.report.sections.course import ends_table
from core.report.sections.method import section
from core.report.sections.regimes import in_brief
from tests.records import make_record
from tests.small import ACCUMULATE, REPLACE, experiment, ran

COLD: dict[str, Any] = {
    "name": "Cold",
    "retention": {"kind": "replace"},
    "learner": {"temperature": 0.5},
}
NAMES = {
    "source": {"kind": "spelled-names"},
    "learner": {"kind": "mlp-language-model", "steps": 1},
}


def courses(*arms: tuple[float, float], seed: int = 1, replicates: int = 12) -> FloatArray:
    """[arms, replicates, 5]: from a first value to a last, with noise that arms do not share."""
    ways = np.array(arms)
    values = ways[:, :1] * (ways[:, 1:] / ways[:, :1]) ** (np.arange(5) / 4)
    noise = np.random.default_rng(seed).standard_normal((len(arms), replicates, 5))
    return np.asarray(values[:, None] * np.exp(0.03 * noise))


def made(*arms: tuple[float, float], metric: str = "names-alive", **given: Any) -> RunRecord:
    """Replace and, with a generation 0 of its own, Cold; then Accumulate."""
    return make_record({metric: courses(*arms)}, (REPLACE, COLD, ACCUMULATE)[: len(arms)],
                       **NAMES | given)  # fmt: skip


def everything(record: RunRecord) -> str:
    """All that is said of a run: window, table and method."""
    found, table = finding(record), arms_table(record)
    texts = [found.sentence, *found.arms, found.start, found.basis, *found.caveats, table.notes]
    return " ".join([*texts, describe(record, record.experiment.primary()), str(section(record))])


def test_ratios_and_half_lives_are_of_its_own_generation_0() -> None:
    record = made((600, 570), (300, 120))
    assert verdict(record, "Cold").ratio.centre == pytest.approx(0.4, abs=0.03)
    assert verdict(record, "Cold").start.centre == pytest.approx(300, rel=0.05)
    assert verdict(record, "Cold").outcome is Outcome.COLLAPSED
    assert half_life(record, "names-alive", "Cold").generation in (3, 4)


def test_an_arm_that_only_begins_lower_lost_nothing() -> None:
    found = comparison(made((600, 570), (300, 285)), "Cold")
    assert not found.paired
    assert found.comparison is Comparison.NO_CLEAR_DIFFERENCE
    assert found.effect.centre == pytest.approx(1, abs=0.05)


def test_changes_are_compared_by_welchs_t_test_on_logarithms() -> None:
    record = made((600, 570), (300, 200))
    table = record.values["names-alive"]
    logs = [np.log(one[:, -1] / one[:, 0]) for one in table]
    found = comparison(record, "Cold")
    assert found.p == pytest.approx(stats.ttest_ind(logs[1], logs[0], equal_var=False).pvalue)
    ends = stats.ttest_ind(logs[1], logs[0], equal_var=False).confidence_interval(LEVEL)
    assert [found.effect.low, found.effect.high] == pytest.approx(np.exp([ends.low, ends.high]))
    assert found.comparison is Comparison.FASTER


def test_rises_are_compared_by_the_intervals_of_both_medians() -> None:
    record = made((2.3, 2.4), (2.5, 3.4), metric="rare-name-loss", bands={})
    found = comparison(record, "Cold")
    assert not found.as_ratio
    assert found.comparison is Comparison.FASTER
    rises = [one[:, -1] - one[:, 0] for one in record.values["rare-name-loss"]]
    assert found.effect.centre == pytest.approx(np.median(rises[1]) - np.median(rises[0]))


@pytest.mark.parametrize("replicates", [6, 8, 12, 20])
@pytest.mark.parametrize("apart", [0.0, 1.0, 2.5, 4.0])
def test_a_p_value_is_the_least_risk_at_which_the_interval_leaves_none(
    replicates: int, apart: float
) -> None:
    rng = np.random.default_rng(replicates)
    own, base = rng.standard_normal((2, replicates))
    for as_ratio in (True, False):
        two = (np.exp(own + apart), np.exp(base)) if as_ratio else (own + apart, base)
        p = independent.p_value(*two, as_ratio)
        nothing = 1.0 if as_ratio else 0.0
        for risk in (p * 1.001, p * 0.999):
            if not 0 < risk < 1:
                continue
            found = independent.effect(*two, as_ratio, 1 - risk)
            clear = found.known and not found.low <= nothing <= found.high
            assert clear == (risk > p)


def test_independent_samples_alike_are_rarely_told_apart() -> None:
    rng = np.random.default_rng(4)
    false = {True: 0, False: 0}
    for _ in range(1000):
        own, base = np.exp(rng.standard_normal((2, 8)))
        for as_ratio in false:
            false[as_ratio] += independent.p_value(own, base, as_ratio) <= 0.05
    assert 30 <= false[True] <= 75
    assert false[False] <= 65


def test_it_is_not_called_paired_and_the_others_are() -> None:
    record = made((600, 500), (300, 200), (600, 590))
    assert comparison(record, "Accumulate").paired
    notes = arms_table(record).notes
    assert "Not paired, for want of a common generation 0: Cold." in notes
    assert "† Not paired" in notes
    assert "The others are of values, paired by replicate." in notes
    *_, cold, accumulate = arms_table(record).rows
    assert cold.cells[4].endswith("] †")
    assert accumulate.cells[4].endswith("]")
    assert [row.cells[0] for row in arms_table(record).rows[:3]] == [
        "Real samples", "Generation 0", "Generation 0 of Cold",
    ]  # fmt: skip
    said = everything(record)
    assert "Cold has model settings of its own, and so a generation 0 of its own" in said
    begun = [say_interval(verdict(record, arm).start) for arm in ("Replace", "Cold")]
    told = f"real names alive stood at {begun[0]} in Replace and Accumulate; {begun[1]} in Cold."
    assert f"at generation 0, {told}" in said
    assert "At generation 0 of Cold, real names alive stood at " in said
    assert "All arms share it" not in said
    assert "The other arms share one, and the random streams: they are." in said


def test_where_no_arm_is_paired_none_is_called_so() -> None:
    warm = COLD | {"name": "Warm", "learner": {"temperature": 2}}
    record = make_record({"names-alive": courses((600, 500), (300, 200))}, (warm, COLD), **NAMES)
    said = everything(record)
    assert "paired by replicate" not in said
    assert "in pairs" not in said
    assert "Not paired, for want of a common generation 0: Cold." in said
    table = arms_table(record)
    assert table.columns[4] == "Ratio of changes to Warm"
    assert "†" not in table.notes + table.rows[-1].cells[4]


def test_a_chart_is_described_from_each_arms_own_beginning() -> None:
    said = describe(made((600, 500), (300, 200)), "names-alive")
    start, end = said.split("; ")[0], "Cold from "
    assert "from 6" in start or "from 5" in start
    assert end in said
    alone = describe(made((600, 500), (300, 200), done=0), "names-alive")
    assert "which all arms share" not in alone
    assert "Replace at " in alone


def test_a_low_temperature_is_a_bias_of_the_arms_that_have_it() -> None:
    accumulate = ACCUMULATE | {"learner": {"temperature": 0.5}}
    values = {"names-alive": courses((600, 590), (300, 100))}
    said = own_bias(make_record(values, (REPLACE, accumulate), **NAMES))
    assert "temperature below 1" in said
    assert "In Accumulate the model's own bias dominates" in said or "Accumulate keeps" in said
    assert own_bias(made((600, 590), (600, 590))) == ""


def test_settings_are_told_by_their_titles() -> None:
    of = made((600, 500), (300, 200)).experiment
    assert own_settings(of, of.arms[1]) == "sampling temperature 0.5"
    assert say_arm(of, of.arms[1]).endswith("; model: sampling temperature 0.5")
    assert own_settings(of, of.arms[0]) == ""
    assert "; model" not in say_arm(of, of.arms[0])


def test_no_claim_about_how_they_compare_before_there_is_a_generation() -> None:
    record = made((600, 500), (300, 200), done=0)
    found = finding(record)
    assert found.arms == ()
    said = " ".join([found.sentence, *caveats(record)])
    assert not any(word in said for word in ("slower", "faster", "collapsed", "held", "p <"))


def test_what_a_model_leaves_out_is_said_of_the_arms_whose_model_does() -> None:
    """A decoder that emits its mean in one arm, and draws in the other, where both lost."""
    drawn = ACCUMULATE | {"learner": {"emits": "sample"}}
    digits = {"source": {"kind": "digits"}, "sample_size": 100}
    values = {"vendi-score": courses((10, 2), (10, 4))}
    learner = {"kind": "vae", "steps": 1}
    said = own_bias(make_record(values, (REPLACE, drawn), learner=learner, **digits))
    assert said.startswith("What the model of Replace emits leaves out the scatter of pixels")
    assert "Accumulate" not in said


def test_closed_forms_are_those_of_the_arms_own_model() -> None:
    """The estimator decides them: 1 - 1/n a fit, or 1 in the mean."""
    unbiased = REPLACE | {"name": "Unbiased", "learner": {"estimator": "unbiased"}}
    record = ran(experiment(arms=[REPLACE, unbiased], replicates=400, sample_size=10))
    alone = ran(experiment(arms=[REPLACE], replicates=400, sample_size=10,
                           learner={"kind": "gaussian", "estimator": "unbiased"}))  # fmt: skip
    found = [line for line in theory_table(record) if line.arm == "Unbiased"]
    wanted = theory_table(alone)
    assert [(line.row, line.metric) for line in found] == [
        (line.row, line.metric) for line in wanted
    ]
    for one, other in zip(found, wanted, strict=True):
        assert np.array_equal(one.theory, other.theory)
        assert one.z == pytest.approx(other.z, nan_ok=True)
        assert not abs(one.z) > 4
    rows = {line.row for line in theory_table(record) if line.arm == "Replace"}
    assert rows != {line.row for line in found}


def test_arms_are_introduced_with_the_settings_in_which_their_models_differ() -> None:
    said = in_brief(made((600, 500), (300, 200), (600, 590)))
    assert "Replace (sampling temperature 1): of what models emitted, train only on " in said
    assert "Cold (sampling temperature 0.5): as Replace. It has a generation 0 of its own." in said
    assert "Accumulate (sampling temperature 1): train on everything so far" in said
    assert said.count("generation 0 of its own") == 1
    assert said.endswith(f"Sampling temperature: {in_sentence(term('sampling-temperature').plain)}")
    alike = in_brief(make_record({"names-alive": courses((600, 500), (300, 200))}, **NAMES))
    assert "temperature" not in alike


def test_losses_are_said_to_be_of_the_model_whatever_it_samples_at() -> None:
    loss = courses((2.2, 2.4), (2.5, 3.4))
    values = {"names-alive": courses((600, 500), (300, 200)), "name-loss": loss}
    apart = str(section(make_record(values, (REPLACE, COLD), **NAMES)))
    said = "Losses are of the model at temperature 1, whatever temperature it samples at"
    assert f"{said}." in apart
    loss[1, :, 0] = loss[0, :, 0]
    same = make_record(values, (REPLACE, COLD), **NAMES)
    assert f"{said}, so that generation 0 of Cold begins with those of the other." in str(
        section(same)
    )
    nats = "A rise of 0.69 nats halves the likelihood of each letter (geometric mean)."
    assert nats in ends_table(same).notes
    warm = make_record({name: of[:1] for name, of in values.items()}, (REPLACE,), **NAMES)
    assert said not in str(section(warm))
    assert "nats" not in ends_table(made((600, 500), (300, 200))).notes
