"""What can be written of a run, each whole or not at all."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from core.edits import NO_EDITS, Edits
from core.errors import BadInput
from core.record import RunRecord
from core.report import figures, files, fonts, markdown, pdf, tables
from core.report.document import Document
from core.report.narrative import narrative
from core.report.person import NOBODY, Person, person_of
from core.report.spelled_out import spelled_out
from core.report.texts import edited

FIGURE_KINDS = ("svg", "pdf", "png")


def export_pdf(
    record: RunRecord,
    path: Path,
    *,
    person: str = "",
    role: str = "",
    links: Sequence[str] = (),
    paper: str = "a4",
    length: str = "four",
    created: str = "",
    edits: Edits = NO_EDITS,
) -> None:
    """Write the report; paper is a4 or letter, length one or four, created an ISO date or time.

    Raises BadInput for what cannot be printed, and when the file cannot be written.
    """
    who = person_of(person, role, links)
    document = edited(computed(record, length, who, created), edits)
    files.write(Path(path), pdf.render(document, paper))


def export_markdown(
    record: RunRecord,
    path: Path,
    *,
    person: str = "",
    role: str = "",
    links: Sequence[str] = (),
    created: str = "",
    edits: Edits = NO_EDITS,
) -> None:
    """Write the report as Markdown, its figures, their numbers and its files in a folder beside it.

    Raises BadInput for what cannot be printed, and when the files cannot be written.
    """
    who = person_of(person, role, links)
    document, path = edited(computed(record, person=who, created=created), edits), Path(path)
    folder = markdown_folder(path)
    if document.figures() or document.attachments():
        files.make_folder(folder)
    _write_figures(document, folder, ("png", "svg"))
    for attached in document.attachments():
        files.write(folder / attached.name, attached.text.encode())
    files.write(path, markdown.render(document, folder.name).encode())


def markdown_folder(path: Path) -> Path:
    """The folder beside a Markdown file that its figures are in."""
    return path.with_name(f"{path.stem}-files")


def export_csv(record: RunRecord, path: Path) -> None:
    """Write every value as a tidy table.

    Raises BadInput when the file cannot be written.
    """
    files.write(Path(path), tables.as_csv(record).encode())


def export_json(record: RunRecord, path: Path) -> None:
    """Write the settings and every value as JSON.

    Raises BadInput when the file cannot be written.
    """
    files.write(Path(path), tables.as_json(record).encode(errors="backslashreplace"))


def export_figures(record: RunRecord, folder: Path) -> None:
    """Write each figure of the report as SVG, PDF and PNG, and its numbers as CSV.

    Raises BadInput when the files cannot be written.
    """
    document, folder = computed(record), Path(folder)
    files.make_folder(folder)
    _write_figures(document, folder, FIGURE_KINDS)


def _write_figures(document: Document, folder: Path, kinds: Sequence[str]) -> None:
    for figure in document.figures():
        for kind in kinds:
            files.write(folder / f"{figure.key}.{kind}", figures.as_file(figure.chart, kind))
        if figure.data is not None:
            numbers = tables.data_as_csv(figure.data).encode()
            files.write(folder / f"{figure.key}.csv", numbers)


def computed(
    record: RunRecord, length: str = "four", person: Person = NOBODY, created: str = ""
) -> Document:
    """The write-up as the run alone says it; created: an ISO date or time.

    Raises BadInput while nothing is measured, for names that cannot be printed, and for a length or
    date that does not exist.
    """
    _check_names(record)
    return spelled_out(narrative(record, length, person, _date(created)))


def _check_names(record: RunRecord) -> None:
    """Refuse what would be printed as boxes, by the setting that it is in."""
    experiment = record.experiment
    fonts.check("name", experiment.name)
    fonts.check("about", experiment.about)
    for place, arm in enumerate(experiment.arms):
        fonts.check(f"arms.{place}.name", arm.name)


def _date(created: str) -> str:
    """The day of an ISO date or time, as it is written there."""
    if not created:
        return ""
    try:
        return datetime.fromisoformat(created).date().isoformat()
    except ValueError:
        raise BadInput(f"created: '{created[:60]}' given; write a date as 2024-07-24") from None
