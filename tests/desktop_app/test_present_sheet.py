"""Steps as they are painted: all words on the screen, large enough, none on another."""

import pytest
from PySide6.QtGui import QColor, QPalette

from core import presets
from core.report.story.telling import Story
from desktop_app.widgets.present_sheet import PresentSheet
from tests.desktop_app.present import SIZES, outside, painted, too_small, touching
from tests.records import make_record
from tests.report.presets import small_run
from tests.report.runs import digits, opposed
from tests.small import ACCUMULATE, REPLACE

RUNS = {
    "the baseline lost": lambda: opposed(0.2, 0.97, 0.5, 0.1),
    "nothing was lost": lambda: opposed(0.97, 0.97, 0.95, 0.96),
    "it grew": lambda: opposed(1.5, 1.4, 1.3, 1.2),
    "one arm": lambda: opposed(0.2),
    "one replicate": lambda: opposed(0.2, 0.9, replicates=1),
    "unfinished": lambda: opposed(0.2, 0.97, 0.5, done=2, finished=None),
    "just begun": lambda: opposed(0.2, 0.97, done=0, finished=None),
    "images": digits,
}


WHOLE = "Donaudampfschifffahrtsgesellschaft" + "skapitaenspatente"


def check(record):
    for size in SIZES:
        for key, placed, _ in painted(record, size):
            where = f"{key} at {size}"
            assert placed, where
            assert not outside(placed, size), where
            assert not too_small(placed, size), where
            assert not touching(placed), where


@pytest.mark.parametrize("name", presets.preset_names())
def test_every_word_of_a_preset_is_read_at_every_size(name, dressed):
    check(small_run(name))


@pytest.mark.parametrize("name", RUNS)
def test_every_word_of_other_runs_too(name, dressed):
    check(RUNS[name]())


def test_long_names_are_broken_and_not_cut(dressed):
    long = {**REPLACE, "name": "An arm that somebody gave a very long name indeed"}
    whole = {**ACCUMULATE, "name": WHOLE}
    record = opposed(0.3, 0.9)
    name = "A run with a long name, longer than most of them are"
    made = make_record(record.values, [long, whole], name=name)
    check(made)
    for key, placed, _ in painted(made, SIZES[0]):
        said = "".join(one.said for one in placed).replace(" ", "").replace("\u00a0", "")
        if key in ("fix", "price"):
            assert WHOLE in said


def test_nothing_is_elided(dressed):
    record = opposed(0.2, 0.97, 0.5, 0.1)
    told = {step.key: step for step in Story(record).steps}
    for key, placed, _ in painted(record, SIZES[0]):
        said = " ".join(one.said for one in placed).replace("\u00a0", " ")
        assert told[key].headline.replace("\u00a0", " ") in said
        assert Story(record).foot.replace("\u00a0", " ") in said
        assert f"step {list(told).index(key) + 1} of {len(told)}" in said


def test_the_null_band_and_the_ends_of_curves_are_named_on_the_picture(dressed):
    for key, placed, _ in painted(opposed(0.2, 0.97), SIZES[0]):
        said = [one.said for one in placed]
        if key in ("loss", "fix"):
            assert "grey: 95 % of real samples lie here" in said
            assert "Replace" in said
        if key == "fix":
            assert "Accumulate" in said


def colours(image):
    return {QColor(image.pixel(x, y)).name() for x in range(0, 1280, 3) for y in range(0, 720, 3)}


def test_it_takes_the_window_s_colours(dressed):
    sheet, told = PresentSheet(), Story(opposed(0.2, 0.97))
    sheet.resize(1280, 720)
    sheet.show_step(told, 2)
    light = sheet.grab().toImage()
    palette = sheet.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor("#101418"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#F0F4F8"))
    sheet.setPalette(palette)
    dark = sheet.grab().toImage()
    assert QColor(light.pixel(2, 2)).name() == "#ffffff"
    assert QColor(dark.pixel(2, 2)).name() == "#101418"
    assert "#d55e00" in colours(light) & colours(dark)


def test_a_step_is_told_to_those_who_hear_it(dressed):
    sheet, told = PresentSheet(), Story(opposed(0.2, 0.97))
    sheet.show_step(told, 2)
    assert sheet.accessibleName() == "The collapse"
    assert told.steps[2].headline in sheet.accessibleDescription()
