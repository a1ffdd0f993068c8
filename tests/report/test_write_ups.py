"""The PDFs that come with the README are of today's presets; `make write-ups` makes them again."""

import importlib.util
import re
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from core.experiment import parse_json
from core.presets import preset
from tests.report.pages import fonts, words
from tests.report.pictures import difference, distance
from tests.report.presets import write_up

ROOT = Path(__file__).parents[2]


def script():
    """packaging/ is no package of Python's, so its script is loaded by its path."""
    place = ROOT / "packaging" / "write_ups.py"
    specification = importlib.util.spec_from_file_location("write_ups", place)
    found = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(found)
    return found


MADE = script()


@pytest.fixture(params=MADE.WRITE_UPS)
def name(request):
    return request.param


@pytest.fixture
def path(name):
    return MADE.FOLDER / f"{name}.pdf"


def test_its_settings_are_todays_preset(name, path):
    reader = pypdf.PdfReader(path)
    (attached,) = reader.attachments["settings.json"]
    today = preset(MADE.WRITE_UPS[name])
    assert parse_json(attached.decode()) == today, "make write-ups"
    assert reader.metadata.title == today.name
    assert reader.metadata.author is None
    assert re.fullmatch(r"D:\d{8}", reader.metadata["/CreationDate"])


def test_it_has_todays_sections_in_their_order(name, path):
    outline = pypdf.PdfReader(path).outline  # of figures and tables in lists of their own
    (first, *bookmarks) = [one["/Title"] for one in outline if not isinstance(one, list)]
    assert first == "The finding"
    sections = [one for one in write_up(MADE.WRITE_UPS[name]).sections if one.title]
    today = [one.title for one in sections if not one.spare or one.title in bookmarks]
    assert bookmarks == today, "make write-ups"


def test_its_finding_is_of_the_whole_run(name, path):
    of = preset(MADE.WRITE_UPS[name])
    said = words(path)
    finding = rf"By generation {of.generations}, {re.escape(of.baseline)} (?:is )?\w+"
    assert re.search(rf"{finding}: .{{10,60}} \[.+\].*; {re.escape(of.compare)} ", said)
    assert f"over {of.replicates} replicates" in said


def test_it_is_small_whole_and_its_fonts_are_embedded(path):
    assert path.stat().st_size <= MADE.MOST_BYTES
    assert len(pypdf.PdfReader(path).pages) <= 4
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts(path))


def test_the_picture_in_the_readme_is_a_page_of_it():
    page = MADE.page_of(MADE.FOLDER / "names.pdf")
    stored = Image.open(MADE.PAGE)
    assert stored.size == page.size
    largest, mean = distance(difference(stored, page))
    assert (largest, mean) < (30, 0.5)
    assert len(MADE.PAGE.read_bytes()) < 100_000


def test_nothing_else_lies_beside_them():
    found = {path.stem for path in MADE.FOLDER.iterdir()}
    assert found == set(MADE.WRITE_UPS)
