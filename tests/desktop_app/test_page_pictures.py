"""Pages of the window look as they did, light and dark: each is compared with its stored picture.

`pytest tests/desktop_app/test_page_pictures.py --update-pictures` makes the pictures again, after a
change that is meant; look at them before they are committed. The steps of Present in the light have
theirs in test_present_pictures.py.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor

from core.palette import COLOURS
from desktop_app.main_window import MainWindow
from desktop_app.theme import DARK, LIGHT, dress
from tests.desktop_app import page_walk
from tests.desktop_app.halved import halved, own_palette
from tests.desktop_app.present import painted
from tests.report import canned
from tests.report.pictures import alike, as_stored, show

FOLDER = Path(__file__).parent / "pictures"
THEMES = {"light": LIGHT, "dark": DARK}
MOST_BYTES, MOST_TOGETHER = 40_000, 600_000


@pytest.fixture
def window(request, qtbot, qapp, settings):
    """The window in a theme, of a fixed size, without a caret that blinks."""
    settings.theme = getattr(request, "param", "light")
    flashing = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.resize(*page_walk.SIZE)
    made.show()
    qtbot.waitExposed(made)
    yield made
    assert made.close()
    qapp.setCursorFlashTime(flashing)
    dress(qapp)


def picture(widget):
    page_walk.settle()
    return halved(widget.grab().toImage())


def stored(name):
    return Image.open(FOLDER / f"page-{name}.png")


def as_before(name, page):
    """Whether nobody would see that a page, in the colours of the stored one, is another."""
    return alike(as_stored(page, stored(name)), stored(name))


@pytest.mark.parametrize("window", THEMES, indirect=True)
def test_pages_look_like_their_pictures(window, qtbot, request, monkeypatch):
    with monkeypatch.context() as patched:
        runs = page_walk.save_runs(patched)
    pages = page_walk.walk(qtbot, window, runs)
    made = {f"{name}-{window.look.theme}": picture(widget) for name, widget in pages}
    check_pages(made, request)


def check_pages(made, request):
    """Compare pages with their pictures, or make these anew."""
    if request.config.getoption("--update-pictures"):
        store(made)
    changed = [
        show(f"page-{name}", as_stored(page, stored(name)), stored(name))
        for name, page in made.items()
        if not as_before(name, page)
    ]
    assert not changed, "\n".join(["What differs is in build/pictures:", *changed])


def store(made):
    for name, page in made.items():
        kept = as_stored(page, own_palette(page))
        kept.save(FOLDER / f"page-{name}.png", optimize=True)


def test_every_page_has_a_small_picture_in_both_themes():
    sizes = {path.stem: path.stat().st_size for path in FOLDER.glob("page-*.png")}
    both = {f"page-{name}-{theme}" for name in page_walk.PAGES for theme in THEMES}
    steps = {path.stem for path in FOLDER.glob("present-names-*.png")}
    assert set(sizes) == both | {f"page-{step.replace('-names', '')}-dark" for step in steps}
    assert max(sizes.values()) <= MOST_BYTES, sizes
    assert sum(sizes.values()) <= MOST_TOGETHER


def test_present_looks_like_its_pictures_in_the_dark(request, dressed):
    dress(dressed, DARK)
    steps = painted(canned.names(), page_walk.SIZE)
    dress(dressed)
    check_pages({f"present-{key}-dark": halved(image) for key, _, image in steps}, request)


# That the comparison can fail, and does not fail for nothing


def test_another_colour_of_what_is_chosen_is_noticed(window, dressed):
    assert as_before("start-light", picture(window))
    dress(dressed, replace(LIGHT, accent="#D55E00"))
    assert not as_before("start-light", picture(window))


@pytest.mark.parametrize("name", ["run", "samples", "compare"])
@pytest.mark.parametrize("theme", THEMES)
def test_an_arm_in_anothers_colour_is_noticed(name, theme):
    drawn = THEMES[theme].drawn
    first, second = (ImageColor.getrgb(drawn(colour)) for colour in COLOURS[:2])
    page = np.array(stored(f"{name}-{theme}").convert("RGB"))
    page[abs(page.astype(int) - first).max(axis=2) < 48] = second
    assert not as_before(f"{name}-{theme}", Image.fromarray(page))


def test_another_shade_of_the_ground_is_noticed(window, dressed):
    dress(dressed, replace(LIGHT, ground="#ECEFF2"))
    assert not as_before("start-light", picture(window))


@pytest.mark.parametrize("gone", ["run_button", "cards", "size", "tab"])
def test_what_is_missing_is_noticed(window, gone):
    start, setup = window.page.start, window.page.setup
    widget = {
        "run_button": start.run_button, "cards": start.presets.cards["fresh-or-fixed"],
        "size": setup.sizes["seed"], "tab": window.shell.bar,
    }[gone]  # fmt: skip
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
    widget.hide()
    assert not as_before("start-light", picture(window))


@pytest.mark.parametrize("theme", THEMES)
def test_a_row_that_is_shifted_by_four_pixels_is_noticed(theme):
    """Two dots of a picture at half size."""
    page = stored(f"library-{theme}").convert("RGB")
    row = (8, 97, 480, 121)
    page.paste(page.crop(row), (row[0], row[1] + 2))
    assert not as_before(f"library-{theme}", page)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", page_walk.PAGES)
def test_a_level_more_or_less_is_not_noticed(name, theme):
    """Another build may round colours otherwise: no picture is to be made for that."""
    page = np.asarray(stored(f"{name}-{theme}").convert("RGB")).astype(int)
    by = np.random.default_rng(1).integers(-1, 2, page.shape)
    other = np.clip(page + by, 0, 255).astype(np.uint8)
    assert as_before(f"{name}-{theme}", Image.fromarray(other))
