"""Generated forms: every declared plug-in can be chosen, shown, edited and read back."""

import pytest

from core import registry
from core.experiment import Experiment
from desktop_app.models.fields import FieldKind, FormField, form_fields
from desktop_app.widgets.arm_editor import ArmEditor
from desktop_app.widgets.field_row import FieldRow
from desktop_app.widgets.plugin_form import PluginForm
from tests.small import RESERVOIR, VERIFIED

GROUPS = ("sources", "learners", "retentions", "reals", "verifiers")
CASES = [(group, kind) for group in GROUPS for kind in registry.plugins(group)]


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


def test_settings_typed_for_a_kind_come_back_with_it(qtbot):
    form = PluginForm("learners", "Model")
    qtbot.addWidget(form)
    choose(form, "gaussian")
    form.show_value({"kind": "gaussian", "estimator": "unbiased"})
    choose(form, "categorical")
    choose(form, "gaussian")
    assert form.value() == {"kind": "gaussian", "estimator": "unbiased"}


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


@pytest.mark.parametrize("arm", [RESERVOIR, VERIFIED])
def test_an_arm_survives_its_form(qtbot, arm):
    editor = ArmEditor()
    qtbot.addWidget(editor)
    editor.show_value(arm)
    document = editor.value()
    assert document["name"] == arm["name"]
    assert document["retention"] == arm["retention"]
    for part in ("real", "verifier"):
        assert document.get(part, {}).get("kind") == arm.get(part, {}).get("kind")


def test_a_problem_of_an_arm_is_shown_where_it_is(qtbot):
    editor = ArmEditor()
    qtbot.addWidget(editor)
    editor.show_value(RESERVOIR)
    assert editor.show_problem("real.share", "share: 2 given")
    assert editor.show_problem("name", "name: too long")
    assert not editor.show_problem("", "two arms have one name")
