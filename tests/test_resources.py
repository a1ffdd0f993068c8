"""What the app ships with is whole: the data's totals, the fonts' coverage, the icons."""

import csv
import gzip
from xml.etree import ElementTree

import numpy as np
import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

import resources

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
GREEK = [*range(0x386, 0x3CF)]
CYRILLIC = [*range(0x400, 0x460)]
SYMBOLS = [ord(c) for c in "–—‘’“”…×±≤≥≈−·→²σμα"]
UNASSIGNED = {0x38B, 0x38D, 0x3A2}
NOT_IN_SERIF = {ord(c) for c in "ĬĭĲĳŦŧ"}
SANS = [f"SourceSans3-{style}" for style in ("Bold", "Italic", "Regular", "SemiBold")]
SERIF = [f"SourceSerif4-{style}" for style in ("Italic", "Regular", "SemiBold")]


def table(name):
    """The counts of a table of names, by name."""
    text = gzip.decompress(resources.read_bytes(f"data/{name}.csv.gz")).decode("ascii")
    header, *rows = csv.reader(text.splitlines())
    assert header == ["name", "count"]
    assert len({name for name, _ in rows}) == len(rows)
    return {name: int(count) for name, count in rows}


@pytest.mark.parametrize(
    ("name", "types", "people"),
    [("us2020_first_names", 53_615, 283_234_624), ("us2010_surnames", 162_252, 265_660_058)],
)
def test_a_table_of_names_is_whole(name, types, people):
    counts = table(name)
    assert (len(counts), sum(counts.values())) == (types, people)


def test_the_digits_are_whole():
    text = gzip.decompress(resources.read_bytes("data/digits.csv.gz")).decode("ascii")
    digits = np.loadtxt(text.splitlines(), delimiter=",", dtype=int)
    assert digits.shape == (1_797, 65)
    assert (digits[:, :-1].min(), digits[:, :-1].max()) == (0, 16)
    assert set(digits[:, -1]) == set(range(10))


def test_fashion_mnist_is_whole():
    files = {"images": (2051, 10_000, 28, 28), "labels": (2049, 10_000)}
    unpacked = {
        name: gzip.decompress(resources.read_bytes(f"data/fashion_mnist_{name}.idx.gz"))
        for name in files
    }
    for name, header in files.items():
        assert tuple(np.frombuffer(unpacked[name][: 4 * len(header)], dtype=">i4")) == header
    assert len(unpacked["images"]) == 16 + 10_000 * 28 * 28
    assert np.bincount(np.frombuffer(unpacked["labels"][8:], dtype=np.uint8)).tolist() == (
        [1_000] * 10
    )


def test_the_penguins_are_whole():
    text = gzip.decompress(resources.read_bytes("data/penguins.csv.gz")).decode("ascii")
    header, *rows = csv.reader(text.splitlines())
    assert header[2:6] == ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    assert len(rows) == 344
    assert [row[2:6] for row in rows if "NA" in row[2:6]] == [["NA"] * 4] * 2


def unpacked(name):
    """A packed file of the speeches."""
    return gzip.decompress(resources.read_bytes(f"data/state_of_the_union_{name}.gz"))


def test_the_speeches_are_whole():
    words = unpacked("words").decode("utf-8").split("\n")
    tokens = np.frombuffer(unpacked("sentences"), dtype="<u2")
    header, *rows = csv.reader(unpacked("years").decode("ascii").splitlines())
    assert header == ["year", "sentences"]
    years = [int(year) for year, _ in rows]
    assert (len(rows), years[0], years[-1], years) == (233, 1790, 2021, sorted(years))
    assert np.count_nonzero(tokens == 0) == sum(int(count) for _, count in rows) == 62_818
    assert len(set(words)) == len(words) == tokens.max() == 28_320
    counts = np.bincount(tokens)[1:]
    assert counts.sum() == 1_957_297
    assert (np.diff(counts) <= 0).all(), "the commonest words come first"


def test_words_not_displayed_are_few_and_said():
    words = unpacked("words").decode("utf-8").split("\n")
    hidden = resources.read_text("data/not_displayed_words.txt").split("\n")[:-1]
    assert hidden == sorted(set(hidden))
    places = [words.index(word) + 1 for word in hidden]
    tokens = np.frombuffer(unpacked("sentences"), dtype="<u2")
    assert np.isin(tokens, places).sum() < 0.001 * len(tokens)


@pytest.mark.parametrize(
    ("names", "hidden"),
    [
        ("us2020_first_names", "not_displayed_first_names"),
        ("us2010_surnames", "not_displayed_surnames"),
    ],
)
def test_names_not_displayed_are_few_and_in_their_table(names, hidden):
    counts = table(names)
    kept_back = resources.read_text(f"data/{hidden}.txt").split("\n")[:-1]
    assert kept_back == sorted(set(kept_back))
    assert set(kept_back) <= set(counts)
    assert sum(counts[name] for name in kept_back) < 0.001 * sum(counts.values())


def test_each_data_file_and_font_family_is_credited():
    licences = resources.read_text("data/LICENCES.md")
    assert [n for n in resources.names("data", ".gz") if n not in licences] == []
    weights = resources.names("classifiers", ".npz")
    assert weights == resources.names("classifiers", ".json")
    assert [name for name in weights if f"classifiers/{name}.npz" not in licences] == []
    assert "data/fashion_mnist-MIT.txt" in licences
    assert "MIT License" in resources.read_text("data/fashion_mnist-MIT.txt")
    for font in resources.names("fonts", ".ttf"):
        licence = f"fonts/{font.split('-')[0]}-OFL.txt"
        assert licence in licences
        assert "SIL OPEN FONT LICENSE Version 1.1" in resources.read_text(licence)


def test_the_fonts_are_there():
    assert resources.names("fonts", ".ttf") == SANS + SERIF


@pytest.mark.parametrize("font", SANS + SERIF)
def test_a_font_is_static_truetype_with_latin_greek_cyrillic(font):
    face = TTFontFile(str(resources.path(f"fonts/{font}.ttf")))  # refuses outlines but TrueType's
    assert "glyf" in face.table
    assert "fvar" not in face.table
    wanted = {*LATIN, *GREEK, *CYRILLIC, *SYMBOLS} - UNASSIGNED
    missing = wanted - set(face.charToGlyph)
    assert missing == (NOT_IN_SERIF if font in SERIF else set())


def test_the_icon_has_a_picture():
    assert resources.read_bytes("icons/collapse-lab.png").startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("icon", resources.names("icons", ".svg"))
def test_an_icon_is_a_square_svg_that_loads_nothing(icon):
    root = ElementTree.fromstring(resources.read_text(f"icons/{icon}.svg"))
    _, _, width, height = root.attrib["viewBox"].split()
    assert width == height
    shapes = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert shapes <= {"svg", "rect", "path"}


def test_names_lists_presets():
    presets = resources.names("presets", ".json")
    assert "vanishing-names" in presets
    assert presets == sorted(presets)
    assert all(resources.path(f"presets/{preset}.json").is_file() for preset in presets)


@pytest.mark.parametrize(
    "name",
    [
        "presets/no-such-preset.json",
        "presets",
        "",
        "/etc/hostname",
        "../pyproject.toml",
        "data/../../pyproject.toml",
        "data/../data/digits.csv.gz",
        "data/\0",
        "presets/" + "x" * 5_000,
    ],
)
def test_an_unknown_or_escaping_name_is_refused_with_a_sentence(name):
    with pytest.raises(FileNotFoundError, match=r"^There is no resource file '.*'\.$"):
        resources.path(name)


@pytest.mark.parametrize("folder", ["no-such-folder", "..", "/", "data/..", "data/digits.csv.gz"])
def test_an_unknown_or_escaping_folder_is_refused_with_a_sentence(folder):
    with pytest.raises(FileNotFoundError, match=r"^There is no resource folder '.*'\.$"):
        resources.names(folder, "")
