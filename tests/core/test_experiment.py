"""Settings documents: what is accepted, and the one sentence that each bad one gets."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.control import control_of, trusted_spent
from core.errors import BadInput
from core.experiment import fitting_metrics, parse, parse_json
from core.presets import measured_seconds, preset, preset_names, preset_of
from core.settings import assign
from tests.presets import QUICK, THOROUGH
from tests.small import ACCUMULATE, REPLACE, document


@pytest.mark.parametrize("name", preset_names())
def test_presets_survive_a_round_trip(name: str) -> None:
    experiment = preset(name)
    assert parse_json(experiment.to_json()) == experiment
    assert experiment.about.endswith("?")


def test_each_preset_has_a_time_and_nothing_else_has() -> None:
    timed = json.loads(resources.read_text("preset_seconds.json"))
    assert sorted(timed) == sorted(preset_names())
    assert all(0 < measured_seconds(name) <= 120 for name in QUICK)
    assert all(10 * 60 <= measured_seconds(name) <= 25 * 60 for name in THOROUGH)


@pytest.mark.parametrize("name", preset_names())
def test_a_verifier_in_a_preset_has_its_control(name: str) -> None:
    """The arm that trains on what the verifier may look at, so that the gate can be judged."""
    experiment = preset(name)
    for arm in experiment.arms:
        assert control_of(experiment, arm) or not trusted_spent(experiment, arm), arm.name


@pytest.mark.parametrize("name", THOROUGH)
def test_a_thorough_preset_asks_the_same_of_more(name: str) -> None:
    """The same data, arms and metrics as its sibling; nothing is smaller."""
    more, quick = preset(name), preset(name.removesuffix("-thorough"))
    assert more.name == f"{quick.name}, thorough"
    assert more.source.kind == quick.source.kind
    assert more.learner.kind == quick.learner.kind
    for field in ("arms", "metrics", "baseline", "compare", "primary_metric"):
        assert getattr(more, field) == getattr(quick, field), field
    for field in ("generations", "sample_size", "replicates"):
        assert getattr(more, field) >= getattr(quick, field), field
    assert preset_of(more) == name


def test_what_is_left_out_has_defaults() -> None:
    experiment = parse(document(arms=[REPLACE, ACCUMULATE]))
    assert (experiment.baseline, experiment.compare) == ("Replace", "Accumulate")
    assert experiment.measured() == fitting_metrics(experiment.source, experiment.learner)
    assert experiment.primary() in experiment.measured()


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"generations": 0}, "generations", "0"),
    ({"generations": "many"}, "generations", "many"),
    ({"sample_size": 1}, "sample_size", "1"),
    ({"replicates": -2}, "replicates", "-2"),
    ({"replicates": float("inf")}, "replicates", "Infinity"),
    ({"seed": -1}, "seed", "-1"),
    ({"colour": "red"}, "colour", "no such setting"),
    ({"arms": []}, "arms", "at least 1"),
    ({"arms": [REPLACE, REPLACE]}, "arms", "'Replace'"),
    ({"baseline": "Nobody"}, "baseline", "'Nobody'"),
    ({"compare": "Nobody"}, "compare", "'Nobody'"),
    ({"primary_metric": "vibes"}, "primary_metric", "'vibes'"),
    ({"metrics": ["types-alive"]}, "metrics", "'types-alive'"),
    ({"learner": {"kind": "categorical"}}, "learner", "'categorical'"),
    ({"learner": {"kind": "wizard"}}, "learner", '"wizard"'),
    ({"source": {"kind": "gaussian", "dimensions": 0}}, "source.dimensions", "0"),
    ({"arms": [{**ACCUMULATE, "real": {"kind": "fixed"}}]}, "real", "'accumulate' keeps"),
    ({"arms": [{**REPLACE, "real": {"kind": "fixed", "share": 1.5}}]}, "share", "1.5"),
    ({"arms": [{**REPLACE, "real": {"kind": "fixed", "share": 0.001}}]}, "share", "0 of 40"),
    ({"name": "two\nlines"}, "name", "one line"),
    ({"name": "x" * 61}, "name", "60"),
    ({"source": {"kind": "digits"}, "learner": {"kind": "flow-matching"}, "sample_size": 1300},
     "sample_size", "1258"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "said"), BAD)
def test_a_bad_document_gets_one_sentence(change: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(document(**change))
    sentence = str(caught.value)
    assert field in sentence
    assert said in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "[" * 100_000, '{"name": NaN}'])
def test_what_is_no_experiment_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(field=st.sampled_from(sorted(document())), value=JSON)
def test_no_value_of_any_field_does_more_than_be_refused(field: str, value: Any) -> None:
    with contextlib.suppress(BadInput):
        parsed = parse(document() | {field: value})
        assert parse(json.loads(parsed.to_json())) == parsed


def test_settings_are_put_in_by_path() -> None:
    before = document()
    changed = assign(before, ["seed=9", "arms.0.name=First", "source.dimensions=2"])
    assert before == document()
    experiment = parse(changed | {"baseline": "First"})
    assert (experiment.seed, experiment.arms[0].name) == (9, "First")


@pytest.mark.parametrize(
    "assignment", ["seed", "=3", "arms.99.name=x", "seed.deep.er=1", "arms.x=1"]
)
def test_a_path_that_leads_nowhere_is_refused(assignment: str) -> None:
    with pytest.raises(BadInput):
        parse(assign(document(), [assignment]))


@pytest.mark.parametrize(
    ("source", "learner", "least"),
    [
        ({"kind": "regression", "dimensions": 10}, {"kind": "least-squares"}, 12),
        ({"kind": "gaussian"}, {"kind": "gaussian-mixture", "components": 20}, 40),
    ],
)
def test_a_first_fit_has_records_enough(
    source: dict[str, Any], learner: dict[str, Any], least: int
) -> None:
    given = {"source": source, "learner": learner}
    assert parse(document(**given, sample_size=least)).sample_size == least
    with pytest.raises(BadInput, match=f"sample_size: {least - 1} given; .* at least {least}"):
        parse(document(**given, sample_size=least - 1))
