"""Model settings of one arm: edited in its form, told on its card, and dropped with the model."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from core import presets
from desktop_app.models.draft import Draft
from desktop_app.models.regime import arm_words, own_settings
from desktop_app.pages.samples_page import own_words, say_before
from desktop_app.pages.setup_page import SetupPage
from desktop_app.pages.start_page import StartPage
from desktop_app.widgets.own_settings_form import OwnSettingsForm
from tests.desktop_app.forms import pick, type_into
from tests.records import make_record
from tests.small import REPLACE

COLD = REPLACE | {"name": "Cold", "learner": {"temperature": 0.5}}
RUN: dict[str, Any] = {"kind": "character-transformer", "layers": 1, "temperature": 1.0}


@pytest.fixture
def draft():
    return Draft(presets.preset("names-at-low-temperature"))


@pytest.fixture
def page(qtbot, draft):
    made = SetupPage(draft)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def form(qtbot):
    made = OwnSettingsForm(dict(RUN))
    qtbot.addWidget(made)
    return made


def shown(widget):
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def opened(page, place):
    page.arms.cards[place].edit_button.click()
    return page.arms.cards[place]


def test_only_what_differs_from_the_run_is_given(qtbot, form):
    assert form.value() is None
    assert form.settings.isHidden()
    pick(form.chooser, True)
    assert form.value() == {}
    assert form.rows["layers"].value() == 1
    type_into(qtbot, form.rows["temperature"], "0.5")
    assert form.value() == {"temperature": 0.5}
    pick(form.chooser, False)
    assert form.value() is None


def test_it_follows_the_run_where_it_does_not_differ(qtbot, form):
    form.show_value({"temperature": 0.5})
    form.show_run(RUN | {"layers": 3, "temperature": 0.9})
    assert form.rows["layers"].value() == 3
    assert form.value() == {"temperature": 0.5}


def test_a_card_tells_an_arms_own_settings(page):
    told = [shown(card) for card in page.arms.cards]
    assert any("Own model settings: sampling temperature 1." in said for said in told[1])
    assert not any("Own model settings" in said for said in told[0])
    for card in (told[0], told[2]):
        assert any("Model settings: sampling temperature 0.7." in said for said in card)
    assert arm_words({"name": "A"}, RUN, [{"name": "A"}, {"name": "B", "learner": None}]) == ""
    assert own_settings({"learner": {"warmth": 1}}, RUN) == ""
    assert own_settings({"learner": {}}, RUN) == ""


def test_what_is_typed_reaches_the_experiment(qtbot, page, draft):
    card = opened(page, 1)
    type_into(qtbot, card.editor.settings.rows["temperature"], "0.5")
    assert draft.experiment.learner_of("Temperature 1").temperature == 0.5
    assert draft.arms[1]["learner"] == {"temperature": 0.5}
    pick(card.editor.settings.chooser, False)
    assert "learner" not in draft.arms[1]
    assert draft.experiment.are_paired("Temperature 1", "Temperature 0.7")


def test_a_bad_value_is_one_sentence_beside_it(qtbot, page, draft):
    card = opened(page, 1)
    row = card.editor.settings.rows["temperature"]
    type_into(qtbot, row, "0")
    assert draft.experiment is None
    assert str(draft.problem).startswith("Arm Temperature 1, Model settings, Sampling temp")
    assert row._problem.text().startswith("Sampling temperature: 0 given; ")
    assert card._problem.isHidden()
    type_into(qtbot, row, "0.4")
    assert row._problem.isHidden()


def test_a_setting_that_is_no_row_is_told_beside_the_choice(qtbot, form):
    form.show_problem("warmth", "there is no such setting")
    assert "there is no such setting" in shown(form)
    form.show_problem("", "")
    assert "there is no such setting" not in shown(form)


def test_settings_go_with_the_model_that_they_are_of(qtbot, page, draft):
    opened(page, 1)
    pick(page.learner.chooser, "n-gram")
    assert draft.experiment is not None
    assert not any("learner" in arm for arm in draft.arms)
    rows = page.arms.cards[1].editor.settings.rows
    assert "temperature" not in rows
    draft.undo()
    assert draft.arms[1]["learner"] == {"temperature": 1.0}


def test_the_runs_own_model_is_edited_beside_an_open_form(qtbot, page, draft):
    card = opened(page, 1)
    row = next(one for one in page.learner._rows if one.field.name == "steps")
    type_into(qtbot, row, "77")
    assert page.arms.cards[1].editor.settings.rows["steps"].value() == 77
    assert page.arms.cards[1] is card
    assert draft.arms[1]["learner"] == {"temperature": 1.0}


def test_what_stands_before_is_of_the_arms_that_share_it():
    """An arm's own generation 0 is not what the others began with."""
    values = np.full((3, 6, 3), 50.0)
    values[:, :, 0] = np.array([600.0, 900.0, 900.0])[:, None]
    arms = [REPLACE, COLD, COLD | {"name": "Colder", "learner": {"temperature": 0.2}}]
    learner = {"kind": "mlp-language-model"}
    source = {"kind": "spelled-names"}
    record = make_record({"names-alive": values}, arms, source=source, learner=learner)
    assert own_words(record, 2)["Before"] == "generation 0 · real names alive 600"
    assert own_words(record, 2)["Cold"] == "generation 2 · real names alive 50"
    assert say_before(record).startswith("Before: generation 0 of Replace, fitted to real data")
    shared = make_record({"names-alive": values[:1]}, [REPLACE], source=source, learner=learner)
    assert say_before(shared).endswith("the same in every arm.")


def test_the_start_page_does_not_claim_a_common_start(qtbot, draft):
    page = StartPage(draft)
    qtbot.addWidget(page)
    said = " ".join(shown(page))
    assert "The arms: same real data, different regimes or model settings" in said
    assert "Own model settings: sampling temperature 1." in said
    draft.load(presets.preset("gaussian-drift"))
    assert "same real data, same start, different regimes" in " ".join(shown(page))
