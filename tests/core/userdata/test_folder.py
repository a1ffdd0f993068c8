"""A folder of pictures: read in the order of names, refused with the picture's name."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.errors import BadInput
from core.experiment import parse_source
from core.records import Records
from core.seeding import Streams
from core.sources.base import Part
from core.sources.digits import Digits
from core.userdata.choices import Choices
from core.userdata.reading import read
from tests import files
from tests.core.userdata.test_refusals import refused


def understood(folder: Path, **settings: Any) -> Any:
    return parse_source({"kind": "file", "path": str(folder)} | settings)


@pytest.mark.parametrize("suffix", ["png", "bmp"])
def test_digits_saved_as_pictures_are_the_digits(tmp_path: Path, suffix: str) -> None:
    source = understood(files.digits(tmp_path / "digits", 120, suffix))
    assert source.understood.records == 120
    assert source.record_shape() == (8, 8)
    assert source.available(Part.TRAIN) == 84
    values = read(source.choices()).values
    assert values.dtype == np.uint8
    assert np.array_equal(values, Digits().read()[0][:120])
    drawn = source.open(Streams(3)).draw(Part.TRAIN, 84, 2, Streams(3))
    assert isinstance(drawn, Records)
    kept = {image.tobytes() for image in values}
    assert {image.tobytes() for image in drawn.values[0]} <= kept


def test_what_else_stands_in_the_folder_is_left_out_and_said(tmp_path: Path) -> None:
    folder = files.digits(tmp_path / "digits", 60)
    files.digits(folder / "more", 5)
    files.written(folder / "README.md", "notes")
    files.written(folder / ".DS_Store", "x")
    source = understood(folder)
    assert source.understood.records == 60
    found = read(source.choices())
    assert found.notes == ("2 other files or folders inside were left out.",)


def test_larger_pictures_may_be_shrunk(tmp_path: Path) -> None:
    folder = files.digits(tmp_path / "digits", 60)
    Image.fromarray(np.full((80, 100), 40, np.uint8)).save(folder / "large.png")
    said = refused(folder)
    assert said == (
        "source.side: 'large.png' has 100 x 80 pixels; at most 32 x 32 are read, so give smaller "
        "pictures, or a side to shrink them to, such as side=28"
    )
    source = understood(folder, side=4)
    assert source.record_shape() == (4, 4)
    values = read(source.choices()).values
    means = Digits().read()[0][:60].reshape(60, 4, 2, 4, 2).mean(axis=(2, 4))
    assert np.abs(values[:60] - means).max() <= 1
    assert (values[60] == 255 - 40).all()
    assert "all shrunk to 4 x 4 pixels" in source.description()


def test_colours_become_grey_and_are_told(tmp_path: Path) -> None:
    folder = files.digits(tmp_path / "digits", 60)
    Image.fromarray(np.full((8, 8, 3), (200, 0, 0), np.uint8)).save(folder / "red.png")
    assert "1 coloured pictures turned into grey" in understood(folder).description()


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_shows_through_is_white_paper(tmp_path: Path, mode: str) -> None:
    """Drawn in black on nothing, as many programs save it: the ink is in the transparency."""
    ink = 255 * np.random.default_rng(1).integers(0, 2, size=(60, 8, 8), dtype=np.uint8)
    for place, alpha in enumerate(ink):
        picture = Image.merge("LA", (Image.new("L", (8, 8)), Image.fromarray(alpha)))
        held = picture.convert("RGBA").quantize() if mode == "P" else picture.convert(mode)
        held.save(tmp_path / f"{place:02}.png")
    np.testing.assert_array_equal(read(Choices(tmp_path)).values, ink)


def test_a_picture_that_changes_is_noticed(tmp_path: Path) -> None:
    folder = files.digits(tmp_path / "digits", 60)
    source = understood(folder)
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(folder / "digit-0007.png")
    assert understood(folder) != source
    with pytest.raises(BadInput, match=r"'digits' is no longer the file that this was set up with"):
        source.open(Streams(0))


@pytest.mark.parametrize(
    ("pixels", "name", "said"),
    [
        (np.zeros((9, 8), np.uint8), "zz.png", "'zz.png' has 8 x 9 pixels, but 'digit-0000.png'"),
        (np.zeros((8, 8), np.uint16), "aa.png", "'aa.png' has more than 8 bits a pixel"),
    ],
)  # fmt: skip
def test_a_picture_that_does_not_fit(tmp_path: Path, pixels: Any, name: str, said: str) -> None:
    folder = files.digits(tmp_path / "digits", 60)
    Image.fromarray(pixels).save(folder / name)
    assert said in refused(folder)


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"])
def test_a_damaged_picture_is_named(tmp_path: Path, data: bytes) -> None:
    folder = files.digits(tmp_path / "digits", 60)
    files.written(folder / "odd.png", data)
    said = refused(folder)
    assert said.startswith("source.path: 'odd.png' ")
    cut = (folder / "digit-0000.png").read_bytes()[:60]
    files.written(folder / "odd.png", cut)
    assert "'odd.png' cannot be read as a PNG, JPEG or BMP picture" in refused(folder)


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    folder = files.digits(tmp_path / "digits", 60)
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(10_000_000))), (b"IEND", b"")]
    packed = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    files.written(folder / "bomb.png", b"\x89PNG\r\n\x1a\n" + packed)
    for side in (0, 28):
        assert refused(folder, side=side).startswith("source.path: 'bomb.png' ")


def test_too_few_pictures(tmp_path: Path) -> None:
    said = refused(files.digits(tmp_path / "digits", 49))
    assert "'digits' has 49 pictures (.png, .jpg, .jpeg, .bmp) of its own; at least 50" in said
    assert "is a folder, which is read as images alone" in refused(tmp_path, reads="numbers")


def test_pictures_that_are_all_the_same(tmp_path: Path) -> None:
    for number in range(50):
        Image.fromarray(np.zeros((8, 8), np.uint8)).save(tmp_path / f"{number}.png")
    assert "are the same; there is nothing to learn" in refused(tmp_path)


def test_a_folder_of_100_000_files_is_refused_without_listing_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    @contextmanager
    def many(_: Path) -> Iterator[Iterator[SimpleNamespace]]:
        """What the system would say of such a folder; making one takes most of a minute."""
        names = (f"{number}.png" for number in range(100_000))
        yield (looked_at.append(name) or SimpleNamespace(name=name) for name in names)

    monkeypatch.setattr("core.userdata.folder.os.scandir", many)
    assert refused(tmp_path) == (
        f"source.path: '{tmp_path.name}' holds more than 20,000 files; give a folder with fewer"
    )
    assert len(looked_at) == 20_001
