"""The five steps: the one being done is lit, and those that do not happen are faint."""

import pytest
from PySide6.QtGui import QPalette

from core.events import Progress, Step
from core.record import RunRecord
from desktop_app.widgets.step_diagram import StepDiagram
from tests.small import REPLACE, SWITCHED, VERIFIED, experiment


@pytest.fixture
def diagram(qtbot) -> StepDiagram:
    made = StepDiagram()
    qtbot.addWidget(made)
    made.show_record(RunRecord(experiment(arms=[REPLACE, VERIFIED, SWITCHED])))
    made.resize(made.sizeHint())
    made.show()
    qtbot.waitExposed(made)
    return made


def lit(diagram: StepDiagram) -> float:
    """How much of the picture has the colour of a lit step."""
    picture = diagram.grab().toImage()
    colour = diagram.palette().color(QPalette.ColorRole.Highlight).name()
    width, height = picture.width(), picture.height()
    found = [picture.pixelColor(x, y).name() == colour for x in range(width) for y in range(height)]
    return sum(found) / len(found)


def test_generation_arm_and_step_are_said(diagram):
    diagram.show_progress(Progress(7, "Replace", Step.TRAIN, 1, 9))
    assert diagram.accessibleDescription() == "Generation 7, Replace: train."
    diagram.show_progress(Progress(0, None, Step.MEASURE, 1, 9))
    assert diagram.accessibleDescription() == "Generation 0, all arms: measure."


@pytest.mark.parametrize("step", Step)
def test_one_step_is_lit(diagram, step):
    assert lit(diagram) == 0
    diagram.show_progress(Progress(2, "Verified", step, 1, 9))
    assert 0.05 < lit(diagram) < 0.4
    diagram.show_progress(None)
    assert lit(diagram) == 0


@pytest.mark.parametrize(
    ("generation", "arm", "step", "skipped"),
    [
        (0, None, Step.TRAIN, {Step.SAMPLE, Step.VERIFY, Step.ADMIT}),
        (0, None, Step.SAMPLE, {Step.VERIFY, Step.ADMIT}),
        (1, "Replace", Step.TRAIN, {Step.VERIFY}),
        (1, "Verified", Step.TRAIN, set()),
        (1, "Switched", Step.TRAIN, {Step.VERIFY}),
        (2, "Switched", Step.TRAIN, set()),
    ],
)
def test_steps_that_do_not_happen_are_faint(diagram, generation, arm, step, skipped):
    diagram.show_progress(Progress(generation, arm, step, 1, 9))
    assert diagram.skipped() == skipped


def test_another_run_lights_no_step(diagram):
    diagram.show_progress(Progress(7, "Replace", Step.TRAIN, 1, 9))
    diagram.show_record(RunRecord(experiment()))
    assert lit(diagram) == 0
    assert "No step" in diagram.accessibleDescription()
