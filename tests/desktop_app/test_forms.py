"""Generated forms: every declared plug-in can be chosen, shown, edited and read back."""

import pytest
from PySide6.QtWidgets import QLabel

from core import registry
from core.arms import Arm
from core.experiment import Experiment
from desktop_app.models.fields import FieldKind, FormField, form_fields
from desktop_app.widgets.arm_editor import ArmEditor
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.plugin_form import PluginForm
from tests.small import REPLACE, RESERVOIR, SWITCHED, VERIFIED

FORMS = ("sources", "learners", "retentions", "reals", "verifiers", "filters")

RECORDED = ("learners", "recorded")
"""Has a page of its own: an audit is not set up by a form."""

CASES = [
    (group, kind)
    for group in FORMS
    for kind in registry.plugins(group)
    if (group, kind) != RECORDED
]


def choose(form, kind):
    form.chooser.setCurrentIndex(form.chooser.findData(kind))
    form.chooser.activated.emit(form.chooser.currentIndex())


@pytest.mark.parametrize(("group", "kind"), CASES)
def test_a_chosen_plugin_reads_back_as_its_declared_defaults(qtbot, group, kind):
    form = PluginForm(group, "A part", none="None")
    qtbot.addWidget(form)
    assert form.value() is None
    with qtbot.waitSignal(form.edited, timeout=0):
        choose(form, kind)
    plugin = registry.plugins(group)[kind]
    assert plugin.model_validate(form.value()) == plugin()


@pytest.mark.parametrize(("group", "kind"), CASES)
def test_showing_a_part_of_a_document_is_no_edit(qtbot, group, kind):
    form = PluginForm(group, "A part", none="None")
    qtbot.addWidget(form)
    with qtbot.assertNotEmitted(form.edited):
        form.show_value({"kind": kind})
    assert form.value()["kind"] == kind


def test_recorded_generations_are_no_model_to_choose(qtbot):
    form = PluginForm("learners", "Model")
    qtbot.addWidget(form)
    assert form.chooser.findData("recorded") == -1
    assert form.chooser.findData("n-gram") >= 0


def test_settings_typed_for_a_kind_come_back_with_it(qtbot):
    form = PluginForm("learners", "Model")
    qtbot.addWidget(form)
    choose(form, "gaussian")
    typed = {"kind": "gaussian", "estimator": "unbiased", "covariance": "diagonal"}
    form.show_value(typed)
    choose(form, "categorical")
    choose(form, "gaussian")
    assert form.value() == typed


def row_of(name, qtbot):
    row = FieldRow(form_fields(Experiment, (name,))[0])
    qtbot.addWidget(row)
    return row


def test_typing_a_number_is_an_edit(qtbot):
    row = row_of("generations", qtbot)
    row.editor.clear()
    with qtbot.waitSignal(row.edited, timeout=0):
        qtbot.keyClicks(row.editor, "25")
    assert row.value() == 25


def test_what_is_no_number_is_kept_as_typed(qtbot):
    row = row_of("generations", qtbot)
    row.editor.clear()
    qtbot.keyClicks(row.editor, "a few")
    assert row.value() == "a few"
    row.show_value("a few")
    assert row.editor.text() == "a few"


def test_the_range_and_the_help_are_on_the_row_and_not_only_in_a_tooltip(qtbot):
    row = row_of("generations", qtbot)
    texts = [label.text() for label in row.findChildren(type(row._problem))]
    assert "Models fitted after the first one (1 to 1,000)." in texts


def test_a_problem_is_shown_beside_the_field_and_goes_again(qtbot):
    row = row_of("generations", qtbot)
    row.show_problem("generations: 0 given")
    assert not row._problem.isHidden()
    assert row.editor.property("wrong") is True
    row.show_problem("")
    assert row._problem.isHidden()
    assert row.editor.property("wrong") is False


def test_a_switch_is_a_box_to_tick(qtbot):
    row = FieldRow(FormField("on", "On", "Whether.", FieldKind.SWITCH, False))
    qtbot.addWidget(row)
    with qtbot.waitSignal(row.edited, timeout=0):
        row.editor.click()
    assert row.value() is True


def editor_of(arm, qtbot):
    editor = ArmEditor({"kind": "gaussian"})
    qtbot.addWidget(editor)
    editor.show_value(arm)
    return editor


@pytest.mark.parametrize("arm", [REPLACE, RESERVOIR, VERIFIED, SWITCHED])
def test_an_arm_survives_its_form(qtbot, arm):
    editor = editor_of(arm, qtbot)
    assert Arm.model_validate(editor.value()) == Arm.model_validate(arm)


def test_every_part_of_a_regime_can_be_chosen_before_and_after_a_switch(qtbot):
    editor = editor_of(REPLACE, qtbot)
    choose(editor.switch, True)
    for regime in (editor.regime, editor.switch.regime):
        choose(regime.forms["real"], "fading")
        choose(regime.forms["verifier"], "noisy")
        choose(regime.forms["filter"], "detector")
    editor.switch.regime.forms["retention"].show_value({"kind": "replace"})
    editor.switch.rows["generation"].show_value(3)
    arm = Arm.model_validate(editor.value())
    assert arm.switch.generation == 3
    for regime in (arm, arm.switch):
        kinds = (regime.real.kind, regime.verifier.kind, regime.filter.kind)
        assert kinds == ("fading", "noisy", "detector")


def test_the_settings_of_a_switch_unfold_with_it(qtbot):
    editor = editor_of(REPLACE, qtbot)
    assert editor.switch.settings.isHidden()
    with qtbot.waitSignal(editor.edited, timeout=0):
        choose(editor.switch, True)
    assert not editor.switch.settings.isHidden()
    choose(editor.switch, False)
    assert "switch" not in editor.value()


@pytest.mark.parametrize(
    ("field", "shows"),
    [
        ("name", lambda editor: editor.name),
        ("real.share", lambda editor: editor.regime.forms["real"]._rows[0]),
        ("real", lambda editor: editor.regime.forms["real"]),
        ("filter.recall", lambda editor: editor.regime.forms["filter"]),
        ("switch.generation", lambda editor: editor.switch.rows["generation"]),
        ("switch.keep", lambda editor: editor.switch.rows["keep"]),
        ("switch.filter.recall", lambda editor: editor.switch.regime.forms["filter"]._rows[0]),
        ("switch", lambda editor: editor.switch),
    ],
)
def test_a_problem_of_an_arm_is_shown_where_it_is_and_nowhere_else(qtbot, field, shows):
    editor = editor_of(RESERVOIR | {"switch": SWITCHED["switch"]}, qtbot)
    assert editor.show_problem(field, "2 given")
    said = [label for label in editor.findChildren(QLabel) if label.text() == "2 given"]
    assert [label.isHidden() for label in said] == [False]
    assert said[0] is shows(editor)._problem
    editor.show_problem("", "")
    assert not any(label.text() == "2 given" for label in editor.findChildren(QLabel))


def test_what_is_no_setting_of_the_form_is_left_to_the_card(qtbot):
    assert not editor_of(RESERVOIR, qtbot).show_problem("", "two arms have one name")


def test_plugins_that_do_not_fit_are_marked_and_cannot_be_chosen(qtbot):
    form = PluginForm("learners", "Model")
    qtbot.addWidget(form)
    form.offer(lambda learner: learner.only_from is None)
    items, place = form.chooser.model(), form.chooser.findData("least-squares")
    assert not items.item(place).isEnabled()
    assert items.item(place).text() == "Least squares (does not fit)"
    assert items.item(form.chooser.findData("gaussian")).isEnabled()
    form.offer(lambda learner: True)
    assert items.item(place).isEnabled()
    assert items.item(place).text() == "Least squares"
