"""Real files for tests, made of the shipped resources, as a person would have them."""

import csv
import gzip
import io
from pathlib import Path

import resources


def penguins(folder: Path) -> Path:
    """The table of 344 penguins with its gaps."""
    return written(folder / "penguins.csv", _unpacked("penguins"))


def first_names(folder: Path) -> Path:
    """The census table of first names with their counts."""
    return written(folder / "first_names.csv", _unpacked("us2020_first_names"))


def surnames(folder: Path) -> Path:
    """The census table of surnames with their counts."""
    return written(folder / "surnames.csv", _unpacked("us2010_surnames"))


def spreadsheet(folder: Path) -> Path:
    """Four columns of the penguins as a German spreadsheet saves them.

    A byte-order mark, semicolons, decimal commas, quotes, gaps left empty, lines of CR LF, and a
    row of empty cells at the end.
    """
    rows = list(csv.reader(_unpacked("penguins").decode().splitlines()))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Art", "Schnabellänge (mm)", "Schnabelhöhe (mm)", "Gewicht; in g"])
    for row in rows[1:]:
        writer.writerow(["" if row[n] == "NA" else row[n].replace(".", ",") for n in (0, 2, 3, 5)])
    return written(folder / "Pinguine.csv", ("\ufeff" + out.getvalue() + ";;;\r\n").encode())


def written(path: Path, data: "bytes | str") -> Path:
    """The path of a file that now holds these data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _unpacked(name: str) -> bytes:
    return gzip.decompress(resources.read_bytes(f"data/{name}.csv.gz"))


def speech(folder: Path, sentences: int = 300) -> Path:
    """The first sentences of the first speeches, one a line."""
    from core.seeding import Streams
    from core.sources.base import Part
    from core.sources.state_of_the_union import StateOfTheUnion
    from core.text import spelled

    population = StateOfTheUnion(until=1800).open(Streams(0))
    drawn = population.draw(Part.TRAIN, sentences, 1, Streams(0))
    labels = [population.label(place) or "" for place in range(StateOfTheUnion().universe())]
    said = [spelled(tokens, labels) for tokens in drawn.values[0]]
    return written(folder / "speech.txt", "\n".join(said) + "\n")


def digits(folder: Path, count: int = 200, suffix: str = "png") -> Path:
    """A folder of pictures of digits, dark on light as a person would draw them."""
    from PIL import Image

    from core.sources.digits import Digits

    folder.mkdir(parents=True, exist_ok=True)
    for place, pixels in enumerate(Digits().read()[0][:count]):
        Image.fromarray(255 - pixels).save(folder / f"digit-{place:04}.{suffix}")
    return folder
