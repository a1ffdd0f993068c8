"""Form fields say what the declared settings say."""

from typing import Literal

import pytest
from pydantic import BaseModel, Field

from core import registry
from core.experiment import Experiment
from desktop_app.models.fields import FieldKind, form_fields, spaced


class Declared(BaseModel):
    kind: Literal["declared"] = "declared"
    share: float = Field(0.1, gt=0, lt=1, title="Share", description="How much.")
    part: float = Field(0.5, gt=0, le=1, title="Part", description="How much.")
    count: int = Field(1000, ge=1, le=50_000, title="Count", description="How many.")
    seed: int = Field(0, ge=0, lt=2**63, title="Seed", description="Which.")
    side: Literal[28, 14] = Field(28, title="Side", description="How wide.")
    way: Literal["by-hand", "by-foot"] = Field("by-hand", title="Way", description="How.")
    on: bool = Field(True, title="On", description="Whether.")
    word: str = Field("x", title="Word", description="What.")


FIELDS = {field.name: field for field in form_fields(Declared)}


def test_every_setting_but_the_kind_is_a_field_in_order():
    assert list(FIELDS) == ["share", "part", "count", "seed", "side", "way", "on", "word"]


def test_kinds_titles_help_and_defaults_are_the_declared_ones():
    kinds = [field.kind for field in FIELDS.values()]
    number, whole = FieldKind.NUMBER, FieldKind.INTEGER
    assert kinds == [
        number, number, whole, whole, FieldKind.CHOICE, FieldKind.CHOICE, FieldKind.SWITCH,
        FieldKind.TEXT,
    ]  # fmt: skip
    assert (FIELDS["way"].title, FIELDS["way"].help) == ("Way", "How.")
    assert FIELDS["way"].choices == ("by-hand", "by-foot")
    assert FIELDS["side"].choices == (28, 14)
    assert [field.default for field in FIELDS.values()] == [
        0.1, 0.5, 1000, 0, 28, "by-hand", True, "x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("share", "above 0, below 1"),
        ("part", "above 0, at most 1"),
        ("count", "1 to 50,000"),
        ("seed", "0 or more"),
        ("word", ""),
    ],
)
def test_ranges_are_said_in_words(name, words):
    assert FIELDS[name].allowed == words


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("count", "20", 20),
        ("count", " 20,000 ", 20_000),
        ("count", "20 000", 20_000),
        ("count", "2.5", 2.5),
        ("share", "0.25", 0.25),
        ("share", "1e-3", 0.001),
        ("share", "", ""),
        ("share", "half", "half"),
        ("share", "[1]", "[1]"),
        ("share", "true", "true"),
        ("word", "20", "20"),
    ],
)
def test_text_is_read_as_a_number_only_where_it_is_one(name, text, value):
    read = FIELDS[name].read(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(("value", "text"), [(10.0, "10"), (0.003, "0.003"), (7, "7"), ("x", "x")])
def test_values_are_shown_without_needless_zeros(value, text):
    assert FIELDS["share"].show(value) == text


def test_a_value_survives_being_shown_and_read():
    assert FIELDS["share"].read(FIELDS["share"].show(0.1 + 0.2)) == 0.1 + 0.2


@pytest.mark.parametrize("group", ["sources", "learners", "retentions", "reals", "verifiers"])
def test_each_setting_of_each_plugin_has_a_title_and_help(group):
    for plugin in registry.plugins(group).values():
        for field in form_fields(plugin):
            assert field.title
            assert field.help.endswith(".")


def test_sizes_of_an_experiment_are_fields():
    fields = form_fields(Experiment, ("seed", "replicates"))
    assert [field.name for field in fields] == ["seed", "replicates"]
    assert fields[1].allowed == "1 to 20,000"


def test_values_are_spelled_as_words():
    assert spaced("maximum-likelihood") == "Maximum likelihood"
    assert spaced("cuda") == "CUDA"
