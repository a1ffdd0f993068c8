"""Present looks as it did: each step is compared with its stored picture, at half size.

`pytest tests/desktop_app/test_present_pictures.py --update-pictures` makes the pictures again,
after a change that is meant; look at them before they are committed.
"""

from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop_app.halved import halved
from tests.desktop_app.present import painted
from tests.report import canned
from tests.report.pictures import alike, as_stored
from tests.report.runs import digits

FOLDER = Path(__file__).parent / "pictures"
SIZE = (1280, 720)
RUNS = {"names": canned.names, "gaussian": canned.gaussian, "digits": digits}
MOST_BYTES = 20_000


@cache
def pictures(name: str) -> dict[str, Image.Image]:
    """Each step of a run, as it would be stored."""
    return {key: as_stored(halved(image)) for key, _, image in painted(RUNS[name](), SIZE)}


@pytest.mark.parametrize("name", RUNS)
def test_steps_look_like_their_pictures(name, request, dressed):
    made = pictures(name)
    if request.config.getoption("--update-pictures"):
        FOLDER.mkdir(exist_ok=True)
        for key, picture in made.items():
            picture.save(FOLDER / f"present-{name}-{key}.png", optimize=True)
    stored = {path.stem.rpartition("-")[2]: path for path in FOLDER.glob(f"present-{name}-*.png")}
    assert set(stored) == set(made)
    changed = [key for key, path in stored.items() if not alike(made[key], Image.open(path))]
    assert not changed


def test_pictures_are_small(dressed):
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("present-*.png")}
    assert max(sizes.values()) <= MOST_BYTES, sizes


def test_a_headline_of_another_run_is_noticed(dressed):
    assert not alike(pictures("names")["loss"], pictures("gaussian")["loss"])


def test_a_step_without_its_curve_is_noticed(dressed):
    picture = pictures("gaussian")["loss"].convert("RGB")
    picture.paste("white", (60, 130, 480, 200))
    assert not alike(as_stored(picture), pictures("gaussian")["loss"])
