"""Light and dark: all is seen on its ground, and a change reaches what is on screen."""

import gc
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionToolButton, QToolBar, QToolButton

from core.palette import COLOURS, MARKERS, NULL_BAND, REAL_DATA, arm_style
from desktop_app.icons import icon
from desktop_app.look import SCHEMES, SIZES, Look
from desktop_app.main_window import MainWindow
from desktop_app.theme import DARK, LIGHT, PIXELS, colours, dress, px
from desktop_app.widgets.canvas import Canvas
from desktop_app.widgets.mosaic_view import Mosaic
from desktop_app.widgets.pens import blend, ink, marker_path, swatch
from desktop_app.widgets.rarity import Rarity
from tests.contrast import contrast
from tests.small import experiment

GROUNDS = ("ground", "surface")
WORDS = [
    *((word, ground) for word in ("text", "quiet", "link", "alarm") for ground in GROUNDS),
    ("text", "raised"), ("quiet", "raised"), ("text", "accent_faint"), ("link", "accent_faint"),
    ("text", "alarm_faint"), ("accent", "surface"), ("on_accent", "accent"),
    ("on_accent", "accent_hover"), ("surface", "text"),
]  # fmt: skip


@pytest.fixture
def redressed(dressed: QApplication):
    yield dressed
    dress(dressed)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def theme(request, redressed):
    dress(redressed, request.param)
    return request.param


@pytest.mark.parametrize(("word", "ground"), WORDS)
def test_words_are_read_on_their_ground(theme, word, ground):
    assert contrast(getattr(theme, word), getattr(theme, ground)) >= 4.5


def test_curves_are_seen_on_the_ground_of_charts(theme):
    for colour in (*COLOURS, REAL_DATA, NULL_BAND):
        assert contrast(theme.drawn(colour), theme.surface) >= 3, colour


def test_twelve_arms_differ_where_colour_is_not_seen(theme):
    styles = [replace(arm_style(place), colour=REAL_DATA) for place in range(12)]
    lines = [shades(swatch(style, 2.0)) for style in styles]
    marks = [shades(swatch(style, 4.0, QSize(12, 12))) for style in styles[:8]]
    for drawn, least in ((lines, 0.008), (marks, 0.03)):
        for one, other in combinations(drawn, 2):
            assert np.abs(one - other).mean() / 255 > least


def shades(picture: QPixmap) -> np.ndarray:
    """How opaque each pixel is, 0 to 255."""
    seen = picture.toImage().convertToFormat(QImage.Format.Format_Alpha8)
    rows = np.frombuffer(seen.constBits(), np.uint8).reshape(seen.height(), -1)
    return rows[:, : seen.width()].astype(float)


def test_every_marker_of_the_palette_is_drawn(theme):
    for marker in MARKERS:
        box = marker_path(marker).boundingRect()
        assert 0.8 < box.width() < 1.3, marker
        assert abs(box.center().x()) < 0.01, marker
        middle = box.center().y()
        assert abs(middle) < 0.1, marker


def test_the_keyboard_and_fields_are_seen_on_every_ground(theme):
    for ground in GROUNDS:
        assert contrast(theme.accent, getattr(theme, ground)) >= 3
    assert contrast(theme.strong_border, theme.surface) >= 3


def test_words_of_plots_are_read(theme):
    mixed = blend(theme.text, QColor(theme.surface), 0.35).name()
    assert contrast(mixed, theme.surface) >= 4.5


def test_curves_differ_from_each_other(theme):
    drawn = [theme.drawn(colour) for colour in (*COLOURS, REAL_DATA, NULL_BAND)]
    for one, other in combinations(drawn, 2):
        steps = [abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5)]
        assert sum(steps) > 60, (one, other)


def test_rarities_are_read(theme):
    for rarity in Rarity:
        assert contrast(rarity.colour().name(), theme.surface) >= 4.5


def test_what_is_drawn_follows_a_change(qtbot, redressed):
    canvas, mosaic = Canvas(), Mosaic((2, 1))
    for widget in (canvas, mosaic):
        qtbot.addWidget(widget)
        widget.resize(200, 200)
        widget.show()
    canvas.set_arms([arm_style(0)], 3)
    mosaic.show_images(np.zeros((2, 8, 8), dtype=np.uint8))
    before = canvas.grab().toImage(), mosaic.grab().toImage()
    dress(redressed, DARK)
    after = canvas.grab().toImage(), mosaic.grab().toImage()
    for one, other in zip(before, after, strict=True):
        assert one.pixelColor(3, 3) != other.pixelColor(3, 3)
    assert canvas.arms[0].line.opts["pen"].color() == ink(COLOURS[0])
    assert ink(COLOURS[0]).name() == DARK.drawn(COLOURS[0]).lower()
    dress(redressed)
    assert (canvas.grab().toImage(), mosaic.grab().toImage()) == before


def test_icons_and_swatches_are_drawn_in_the_theme_in_force(redressed):
    made, style = icon("play"), arm_style(1)
    light = made.pixmap(20).toImage(), swatch(style).toImage()
    dress(redressed, DARK)
    dark = made.pixmap(20).toImage(), swatch(style).toImage()
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_a_copied_icon_outlives_its_first(redressed):
    copy = QIcon(icon("play"))
    copy.setIsMask(True)  # has Qt clone what draws it
    gc.collect()
    assert not copy.pixmap(20).isNull()


def test_the_choice_is_put_on_and_kept(settings, redressed):
    look = Look(settings)
    assert (look.theme, colours()) == ("system", LIGHT)
    look.theme_dark()
    assert colours() is DARK
    assert Look(settings).theme == "dark"
    look.theme_light()
    assert colours() is LIGHT


def test_system_follows_the_computer_live(settings, redressed):
    look = Look(settings)
    hints = redressed.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert colours() is DARK
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert colours() is LIGHT
    look.theme_dark()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert colours() is DARK


def test_of_several_sizes_in_a_row_the_last_is_put_on_once(qtbot, settings, redressed, monkeypatch):
    look, put_on = Look(settings), []
    monkeypatch.setattr("desktop_app.look.dress", lambda _app, _theme, size: put_on.append(size))
    for _ in range(3):
        look.text_larger()
    assert (look.size, put_on) == (150, [])
    qtbot.waitUntil(lambda: put_on == [150])
    look.text_normal()
    look.put_on()
    assert put_on == [150]  # what is worn has that size already


def test_text_grows_and_shrinks_within_limits(settings, redressed):
    look = Look(settings)
    sizes = []
    for _ in range(len(SIZES) + 1):
        look.text_larger()
        sizes.append(look.size)
    look.put_on()
    assert sizes[-1] == SIZES[-1]
    assert sorted(sizes) == sizes
    assert QFontMetrics(redressed.font()).height() > 1.8 * PIXELS
    assert px(12) == 24
    assert Look(settings).size == 200
    look.text_normal()
    assert look.size == 100
    for _ in SIZES:
        look.text_smaller()
    assert look.size == SIZES[0]


@pytest.mark.parametrize("nonsense", ["loud", "", 7])
def test_nonsense_in_the_settings_is_left_aside(settings, redressed, nonsense):
    settings._store.setValue("look/theme", nonsense)
    settings._store.setValue("look/text-size", nonsense)
    look = Look(settings)
    assert look.theme == "system"
    assert SIZES[0] <= look.size <= 100


def test_the_menu_ticks_the_theme_and_keys_size_the_text(qtbot, settings, redressed):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    themes = {name: window.commands[f"theme_{name}"] for name in SCHEMES}
    assert [name for name, action in themes.items() if action.isChecked()] == ["system"]
    themes["dark"].trigger()
    assert [name for name, action in themes.items() if action.isChecked()] == ["dark"]
    assert colours() is DARK
    assert not window.commands["text_normal"].isEnabled()
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.look.size == 125
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window.look.size == 110
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.look.size == 100


def test_the_library_shares_its_width_anew_at_each_size(window):
    window.shell.turn_to(window.saved)
    before = window.saved.details.width()
    for resize, wider in ((window.look.text_larger, True), (window.look.text_normal, False)):
        resize()
        window.look.put_on()
        assert (window.saved.details.width() > before) is wider


@pytest.mark.parametrize("percent", [100, 200])
def test_small_icons_grow_with_the_text(window, redressed, percent):
    window.draft.load(experiment())
    dress(redressed, LIGHT, percent)
    found = [one for one in window.findChildren(QToolButton) if one.property("role") == "bare"]
    assert len(found) > 8
    for button in found:
        button.ensurePolished()
        option = QStyleOptionToolButton()
        button.initStyleOption(option)
        assert option.iconSize == QSize(px(16), px(16)), button.accessibleName()


@pytest.mark.parametrize("of", [LIGHT, DARK], ids=["light", "dark"])
def test_what_has_no_room_in_the_toolbar_is_behind_a_button_that_is_seen(window, redressed, of):
    dress(redressed, of, SIZES[-1])
    window.resize(1280, 720)
    bar = window.findChild(QToolBar)
    more = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    bar.layout().activate()
    redressed.processEvents()
    assert more.isVisible()
    picture = bar.grab(more.geometry()).toImage()
    middle = picture.height() // 2
    across = {picture.pixelColor(x, middle).name() for x in range(picture.width())}
    edge = max(contrast(colour, of.surface) for colour in across)
    assert edge >= 3, "its frame or its arrows"
    assert of.raised.lower() in across
