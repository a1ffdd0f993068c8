"""Whatever is typed into a form is refused in words: the title, what was given, the rule."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import registry
from core.arms import Switch
from core.errors import BadInput
from core.experiment import Experiment
from desktop_app.models.draft import Draft
from desktop_app.models.fields import FieldKind, FormField, form_fields
from desktop_app.models.problem_words import in_words
from desktop_app.pages.setup_page import SIZES
from desktop_app.widgets.field_row import FieldRow
from tests.small import ACCUMULATE, REPLACE, experiment

RAW = re.compile(
    r"nput should|valid |unable to|parse|_error|string_|greater.than|less.than.or|pydantic|"
    r"\bctx\b|\bmodel\b.*type|NoneType|[a-z]+_[a-z_]+"
)
"""What only a programmer reads."""

TYPED = ["", " ", "abc", "1.5.2", "-1e30", "1e30", "nan", "inf", "²", "0x10", "<b>1</b>", "1" * 400]
NUMBERS = (FieldKind.INTEGER, FieldKind.NUMBER)
OWN_PAGE = {"file", "recorded"}
PARTS = ("retention", "real", "verifier", "filter")


def plugin_fields() -> list:
    """Every setting of every form: its part of the document, kind and declaration."""
    found = []
    for group in registry.GROUPS:
        for kind, plugin in registry.plugins(group).items():
            if kind in OWN_PAGE or group == "metrics":
                continue
            part = group.removesuffix("s")
            found += [
                pytest.param(part, kind, field, id=f"{part}-{kind}-{field.name}")
                for field in form_fields(plugin)
            ]
    return found


def edited(part: str, settings_: dict) -> Draft:
    draft = Draft(experiment(arms=[REPLACE, ACCUMULATE]))
    if part in PARTS:
        arm = {"name": "New", "retention": {"kind": "replace"}, part: settings_}
        draft.set_arm(1, arm)
    else:
        draft.set_part(part, settings_)
    return draft


def assert_said(draft: Draft, path: str, field: FormField) -> None:
    assert draft.problem is not None
    assert draft.problem.field == path
    said = str(draft.problem)
    where, _, rest = said.partition(f"{field.title}: ")
    assert rest, said
    assert "given" in rest or "'" in rest, said
    assert not RAW.search(where + rest), said
    assert "\n" not in said


@pytest.mark.parametrize(("part", "kind", "field"), plugin_fields())
def test_every_setting_of_every_plug_in_is_refused_in_words(part, kind, field):
    for typed in TYPED:
        value = field.read(typed) if field.kind in NUMBERS else {"not": "text"}
        draft = edited(part, {"kind": kind, field.name: value})
        path = f"arms.1.{part}.{field.name}" if part in PARTS else f"{part}.{field.name}"
        if draft.problem is not None and draft.problem.field == path:
            assert_said(draft, path, field)
        else:
            assert typed not in ("", "abc", "1.5.2", "nan"), f"{typed!r} was taken"


@pytest.mark.parametrize("field", form_fields(Experiment, SIZES), ids=lambda field: field.name)
@pytest.mark.parametrize("typed", ["", "abc", "-5", "1.5", "1e300", "nan", "1" * 5000])
def test_every_size_is_refused_in_words_and_beside_its_field(qtbot, field, typed):
    draft = Draft(experiment(arms=[REPLACE, ACCUMULATE]))
    row = FieldRow(field)
    qtbot.addWidget(row)
    draft.set(field.name, field.read(typed))
    assert_said(draft, field.name, field)
    row.show_problem(str(draft.problem))
    assert row._problem.text().startswith(f"{field.title}: ")
    assert len(row._problem.text()) < 200


@pytest.mark.parametrize(
    "field", form_fields(Switch, ("generation",)), ids=lambda field: field.name
)
def test_a_switch_is_refused_in_words(field):
    draft = Draft(experiment(arms=[REPLACE, ACCUMULATE]))
    switch = {"generation": "soon", "keep": "newest", "retention": {"kind": "accumulate"}}
    draft.set_arm(1, {"name": "Late", "retention": {"kind": "replace"}, "switch": switch})
    assert_said(draft, "arms.1.switch.generation", field)
    assert str(draft.problem).startswith("Arm Late, ")


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=60))
def test_whatever_is_typed_as_a_name_or_a_number_never_shows_raw_words(typed):
    draft = Draft(experiment(arms=[REPLACE, ACCUMULATE]))
    draft.set_arm(1, {"name": typed, "retention": {"kind": "replace"}})
    if draft.problem is not None:
        rest = str(draft.problem).replace(typed, "")
        assert "nput should" not in rest
        assert "string_" not in rest
    (field,) = form_fields(Experiment, ("generations",))
    draft.set("generations", field.read(typed))
    assert draft.problem is None or "nput should" not in str(draft.problem)


def test_a_problem_without_a_setting_stays_as_it_is():
    problem = BadInput("out of memory")
    assert in_words(problem, {}) is problem
