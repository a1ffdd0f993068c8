"""The settings column: each edit reaches the draft, and what is wrong is said beside it."""

import pytest
from PySide6.QtWidgets import QLabel

from core import presets
from core.control import control_of
from desktop_app.models.draft import Draft
from desktop_app.pages.setup_page import SetupPage
from desktop_app.pages.start_page import StartPage
from tests.desktop_app.forms import pick, type_into


@pytest.fixture
def draft():
    return Draft(presets.preset("gaussian-drift"))


@pytest.fixture
def page(qtbot, draft):
    made = SetupPage(draft)
    qtbot.addWidget(made)
    return made


def shown(label):
    return label.text() if not label.isHidden() else ""


def test_it_shows_the_draft(page):
    values = {name: row.value() for name, row in page.sizes.items()}
    assert values == {"seed": 7, "generations": 100, "sample_size": 50, "replicates": 200}
    assert page.presets.currentText() == "Gaussian drift"
    names = [card._name.text() for card in page.arms.cards]
    assert names == ["Replace", "Accumulate", "Accumulate, subsample", "20 % reservoir"]
    assert "real share 0.2" in page.arms.cards[3]._words.text()


def test_each_preset_can_be_chosen(page, draft):
    for name in presets.preset_names():
        pick(page.presets, name)
        assert draft.experiment == presets.preset(name)
        assert page.sizes["seed"].value() == draft.experiment.seed
        assert page.learner.value()["kind"] == draft.experiment.learner.kind


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("seed", "11", 11),
        ("generations", "5", 5),
        ("sample_size", "1,000", 1000),
        ("replicates", "9", 9),
    ],
)
def test_a_size_that_is_typed_reaches_the_experiment(qtbot, page, draft, field, text, value):
    type_into(qtbot, page.sizes[field], text)
    assert getattr(draft.experiment, field) == value


@pytest.mark.parametrize("text", ["", "0", "-3", "many", "1.5", "99999999999"])
def test_a_bad_size_is_one_sentence_beside_it_and_stays(qtbot, page, draft, text):
    row = page.sizes["generations"]
    type_into(qtbot, row, text)
    assert draft.experiment is None
    assert shown(row._problem) == str(draft.problem)
    assert "\n" not in shown(row._problem)
    assert row.editor.text() == text
    assert not any(shown(other._problem) for other in page.sizes.values() if other is not row)
    type_into(qtbot, row, "5")
    assert draft.experiment.generations == 5
    assert shown(row._problem) == ""


def test_an_arm_is_added_edited_duplicated_and_removed(qtbot, page, draft):
    page.arms.add_button.click()
    card = page.arms.cards[-1]
    type_into(qtbot, card.editor.name, "Half real")
    pick(card.editor.regime.forms["real"].chooser, "fixed")
    type_into(qtbot, card.editor.regime.forms["real"]._rows[0], "0.5")
    arm = draft.experiment.arms[-1]
    assert (arm.name, arm.real.share) == ("Half real", 0.5)
    assert card._name.text() == "Half real"
    page.arms.cards[-1].duplicate_button.click()
    assert [arm.name for arm in draft.experiment.arms[-2:]] == ["Half real", "Half real 2"]
    page.arms.cards[-1].remove_button.click()
    page.arms.cards[-1].remove_button.click()
    assert draft.experiment.arms == presets.preset("gaussian-drift").arms


def test_an_arm_is_switched_off_and_on_again(page, draft):
    baseline, second, third = page.arms.cards[:3]
    assert not baseline.off_button.isEnabled()
    assert "baseline cannot" in baseline.off_button.toolTip()
    looks = [card._swatch.style_shown for card in (second, third)]
    second.off_button.click()
    second, third = page.arms.cards[1:3]
    assert second._words.text().startswith("Switched off: left out of the run.")
    assert not second._name.isEnabled()
    assert second.off_button.accessibleName() == "Switch this arm on: Accumulate"
    assert third._swatch.style_shown == looks[0], "it is drawn as the second arm of the run"
    compare = page.headline.choosers["compare"]
    assert compare.findData("Accumulate") == -1
    assert compare.currentData() == draft.experiment.compare == "Accumulate, subsample"
    second.off_button.click()
    assert page.arms.cards[1]._name.isEnabled()
    assert draft.experiment.arms == presets.preset("gaussian-drift").arms


def test_the_only_arm_that_is_on_cannot_be_removed(page):
    for place in (1, 2, 3):
        page.arms.cards[place].off_button.click()
    assert [card.remove_button.isEnabled() for card in page.arms.cards] == [
        False, True, True, True,
    ]  # fmt: skip


def test_an_edited_arm_changes_the_experiment_and_its_words(page, draft):
    page.arms.cards[0].edit_button.click()
    pick(page.arms.cards[0].editor.regime.forms["verifier"].chooser, "discriminator")
    assert draft.experiment.arms[0].verifier.kind == "discriminator"
    page.arms.cards[0].edit_button.click()
    assert page.arms.cards[0].editor is None
    assert "trusted" in page.arms.cards[0]._words.text()


def test_a_faulty_arm_says_so_on_its_card_and_keeps_what_was_typed(qtbot, page, draft):
    page.arms.cards[1].edit_button.click()
    card = page.arms.cards[1]
    pick(card.editor.regime.forms["real"].chooser, "fixed")
    assert draft.experiment is None
    assert "keeps the real records already" in shown(card.editor.regime.forms["real"]._problem)
    pick(card.editor.regime.forms["retention"].chooser, "replace")
    assert draft.problem is None
    share = card.editor.regime.forms["real"]._rows[0]
    type_into(qtbot, share, "1.5")
    assert "1.5 given" in shown(share._problem)
    assert shown(card._problem) == ""
    type_into(qtbot, card.editor.name, "Replace")
    type_into(qtbot, share, "0.5")
    assert "two arms are called 'Replace'" in shown(page._general)


def test_a_fault_after_the_switch_is_said_beside_its_setting(qtbot, page, draft):
    page.arms.cards[0].edit_button.click()
    card = page.arms.cards[0]
    pick(card.editor.switch.chooser, True)
    assert draft.experiment.arms[0].switch.generation == 5
    assert "from then on" in card._words.text()
    type_into(qtbot, card.editor.switch.rows["generation"], "500")
    assert "500 given" in shown(card.editor.switch.rows["generation"]._problem)
    type_into(qtbot, card.editor.switch.rows["generation"], "50")
    pick(card.editor.switch.regime.forms["filter"].chooser, "detector")
    recall = card.editor.switch.regime.forms["filter"]._rows[0]
    type_into(qtbot, recall, "7")
    assert "7 given" in shown(recall._problem)
    type_into(qtbot, recall, "0.7")
    assert draft.experiment.arms[0].switch.filter.recall == 0.7


def test_a_verifier_without_its_control_gets_it_by_one_click(page, draft):
    assert all(card.control.isHidden() for card in page.arms.cards)
    page.arms.cards[0].edit_button.click()
    pick(page.arms.cards[0].editor.regime.forms["verifier"].chooser, "discriminator")
    card = page.arms.cards[0]
    assert not card.control.isHidden()
    assert "Control missing" in card.control.findChild(QLabel).text()
    card.control_button.click()
    verified, control = draft.experiment.arms[:2]
    assert control_of(draft.experiment, verified) == control
    assert page.arms.cards[1]._name.text() == "Control of Replace"
    assert all(card.control.isHidden() for card in page.arms.cards)


def test_a_verifier_that_spends_no_trusted_records_needs_no_control(page):
    page.arms.cards[0].edit_button.click()
    form = page.arms.cards[0].editor.regime.forms["verifier"]
    pick(form.chooser, "discriminator")
    row = next(row for row in form._rows if row.field.name == "ratio")
    pick(row.editor, "exact")
    assert page.arms.cards[0].control.isHidden()


def test_no_control_is_added_beyond_the_twelfth_arm(page, draft):
    while len(page.arms.cards) < 12:
        page.arms.cards[0].duplicate_button.click()
    page.arms.cards[0].edit_button.click()
    pick(page.arms.cards[0].editor.regime.forms["verifier"].chooser, "rule")
    assert not page.arms.cards[0].control.isHidden()
    assert not page.arms.cards[0].control_button.isEnabled()


def test_the_last_arm_cannot_be_removed_and_there_are_at_most_twelve(page, draft):
    while len(page.arms.cards) < 12:
        page.arms.cards[0].duplicate_button.click()
    assert not page.arms.add_button.isEnabled()
    assert not page.arms.cards[0].duplicate_button.isEnabled()
    while len(page.arms.cards) > 1:
        page.arms.cards[-1].remove_button.click()
    assert not page.arms.cards[0].remove_button.isEnabled()
    assert len(draft.experiment.arms) == 1
    assert draft.experiment.compare == ""


def test_source_and_model_that_do_not_fit_are_said_and_can_be_mended(page, draft):
    pick(page.source.chooser, "us-surnames")
    assert draft.experiment is None
    assert shown(page.learner._problem).startswith("Model: ")
    assert shown(page._general) == ""
    assert "does not fit" in page.learner.chooser.currentText()
    pick(page.learner.chooser, "categorical")
    assert draft.experiment.source.kind == "us-surnames"
    assert shown(page.learner._problem) == ""
    assert page.headline.choosers["primary_metric"].currentData() == "types-alive"
    assert page.headline.choosers["primary_metric"].findData("common-mass") == -1, "a control"


def test_settings_of_the_source_are_generated(qtbot, page, draft):
    type_into(qtbot, page.source._rows[0], "3")
    assert draft.experiment.source.dimensions == 3
    type_into(qtbot, page.source._rows[0], "65")
    assert "65 given" in shown(page.source._rows[0]._problem)


def test_the_headline_is_chosen_before_the_run(page, draft):
    pick(page.headline.choosers["compare"], "20 % reservoir")
    pick(page.headline.choosers["primary_metric"], "squared-shift")
    assert draft.experiment.compare == "20 % reservoir"
    assert draft.experiment.primary() == "squared-shift"
    pick(page.headline.choosers["baseline"], "20 % reservoir")
    assert (draft.experiment.baseline, draft.experiment.compare) == ("20 % reservoir", "Replace")
    assert "Baseline" in page.arms.cards[3]._words.text()


def test_the_start_page_says_what_would_run_or_why_it_cannot(qtbot, draft):
    start = StartPage(draft)
    qtbot.addWidget(start)
    size = "4 arms, 200 replicates, generations 0 to 100 of 50 records each"
    assert start._size.text() == f"{size} · about 2 s"
    assert start.run_button.isEnabled()
    draft.set("replicates", 0)
    assert not start.run_button.isEnabled()
    assert str(draft.problem) in shown(start._problem)
