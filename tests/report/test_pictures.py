"""Pages look as they did: each is compared with its stored picture.

`pytest tests/report/test_pictures.py --update-pictures` makes the pictures again, after a change
that is meant; look at them before they are committed.
"""

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from core.report.narrative import narrative
from core.report.pages import rasterised
from core.report.pdf import render
from tests.report import canned
from tests.report.pictures import (
    FOLDER,
    SHOWN,
    WIDTH,
    alike,
    as_stored,
    pictures,
    show,
)
from tests.report.runs import digits

DOCUMENTS = {
    "names": lambda: narrative(canned.names()),
    "names-one-page": lambda: narrative(canned.names(), "one"),
    "gaussian": lambda: narrative(canned.gaussian()),
    "digits": lambda: narrative(digits()),
}
MOST_BYTES, MOST_TOGETHER = 20_000, 300_000


@cache
def printed(name: str) -> bytes:
    return render(DOCUMENTS[name]())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pages_look_like_their_pictures(name, request):
    pages = pictures(printed(name))
    if request.config.getoption("--update-pictures"):
        store(name, pages)
    stored = [Image.open(path) for path in sorted(FOLDER.glob(f"{name}-[0-9].png"))]
    assert len(pages) == len(stored), f"{name}: {len(pages)} pages, and {len(stored)} pictures"
    pairs = enumerate(zip(pages, stored, strict=True), start=1)
    changed = [show(f"{name}-{at}", *pair) for at, pair in pairs if not alike(*pair)]
    assert not changed, "\n".join(
        [f"These pages of {name} look otherwise; what differs is in {SHOWN}.", *changed]
    )


def store(name: str, pages: list[Image.Image]) -> None:
    """Write the pictures of a document in place of those that were there."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob(f"{name}-[0-9].png"):
        path.unlink()
    for number, page in enumerate(pages, start=1):
        page.save(FOLDER / f"{name}-{number}.png", optimize=True)


def test_pictures_are_small_and_each_is_of_a_page():
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert max(sizes.values()) <= MOST_BYTES, sizes
    assert sum(sizes.values()) <= MOST_TOGETHER
    assert {name.rpartition("-")[0] for name in sizes} == set(DOCUMENTS)


# That the comparison can fail, on the first page of names


@pytest.fixture
def page():
    return Image.open(FOLDER / "names-1.png").convert("RGB")


def lines_of(page):
    """From where to where each line of text reaches down the page, in dots."""
    dark = np.asarray(page.convert("L")) < 200
    edges = np.flatnonzero(np.diff(np.concatenate([[0], dark.any(axis=1), [0]])))
    spans = edges.reshape(-1, 2)
    return [(a, b) for a, b in spans if 3 <= b - a <= 8 and dark[a:b].any(axis=0).sum() > 100]


def test_a_line_of_text_that_is_gone_is_noticed(page):
    lines = lines_of(page)
    assert len(lines) > 5
    for top, bottom in lines:
        without = page.copy()
        without.paste("white", (0, top, page.width, bottom))
        assert not alike(as_stored(without), page), top


def test_a_chart_that_is_moved_by_a_millimetre_is_noticed(page):
    box = (40, 120, page.width - 40, 280)
    for across, down in ((2, 0), (0, 2)):
        moved = page.copy()
        moved.paste("white", box)
        moved.paste(page.crop(box), (box[0] + across, box[1] + down))
        assert not alike(as_stored(moved), page)


def test_an_arm_in_anothers_colour_is_noticed(monkeypatch):
    first, second, third, *others = ("#D55E00", "#0072B2", "#009E73", "#CC79A7")
    monkeypatch.setattr("core.palette.COLOURS", (third, second, first, *others))
    pages = pictures(render(narrative(canned.names(), "one")))
    assert not alike(pages[0], Image.open(FOLDER / "names-one-page-1.png"))


def test_a_page_more_or_less_is_noticed(page):
    longer = Image.new("RGB", (page.width, page.height + 1), "white")
    longer.paste(page)
    assert not alike(longer, page)


def test_a_hair_is_not_noticed():
    """Another build may draw edges otherwise by a little: no picture is to be made for that."""
    rng = np.random.default_rng(1)
    for drawn in rasterised(printed("names-one-page"), WIDTH):
        by = rng.integers(-4, 5, drawn.shape) * (drawn < 255)
        other = np.clip(drawn + by, 0, 255).astype(np.uint8)
        assert alike(as_stored(Image.fromarray(other)), as_stored(Image.fromarray(drawn)))


def test_what_differs_is_shown(page, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.report.pictures.SHOWN", tmp_path)
    blank = Image.new("RGB", page.size, "white")
    assert show("names-1", blank, page).startswith("names-1-differs.png: ")
    seen = io.BytesIO((tmp_path / "names-1-differs.png").read_bytes())
    assert np.asarray(Image.open(seen)).min() < 100
