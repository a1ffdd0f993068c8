"""Run three presets with their own settings, and write the PDFs that the README links to.

Each takes what the app itself would do: run, save, export. Their dates, versions and platform are
those of the runs. The picture of a page in the README is the first page of the first of them.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

import resources
from core import runfile
from core.presets import preset
from core.report import export_pdf
from core.report.pages import rasterised
from core.session import Session

RESOURCES = Path(resources.__file__).parent
FOLDER = RESOURCES / "write_ups"
PAGE = RESOURCES / "images" / "report-page.png"

WRITE_UPS = {
    "names": "vanishing-names",
    "digits": "fading-digits",
    "least-squares": "bounded-by-pi-squared-over-six",
}
"""Each file and the preset that it is of."""

MOST_BYTES = 500_000
PAGE_WIDTH, PAGE_COLOURS = 794, 64


def main() -> None:
    """Make every write-up, and the picture of a page."""
    FOLDER.mkdir(exist_ok=True)
    for name, of in WRITE_UPS.items():
        target = FOLDER / f"{name}.pdf"
        write_up(of, target)
        size = target.stat().st_size
        if size > MOST_BYTES:
            sys.exit(f"{target.name} has {size:,} bytes; at most {MOST_BYTES:,} are wanted")
        print(f"{target.name}: {size:,} bytes")
    page_of(FOLDER / f"{next(iter(WRITE_UPS))}.pdf").save(PAGE, optimize=True)


def write_up(of: str, target: Path) -> None:
    """The write-up of a preset, run from its beginning to its end."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.clab"
        for _ in Session.create(preset(of), path).events():
            pass
        _, created, _ = runfile.headline(path)
        export_pdf(runfile.open_record(path), target, created=created)


def page_of(pdf: Path) -> Image.Image:
    """The first page as a picture of few colours."""
    page = Image.fromarray(rasterised(pdf.read_bytes(), PAGE_WIDTH)[0])
    return page.quantize(PAGE_COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
