"""The write-up as a PDF: pages laid out, charts merged in as vectors, metadata and bookmarks.

The same document gives the same bytes: nothing here reads the clock or the machine.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from core.errors import BadInput
from core.report.charts import BeforeAfterChart, CurveChart
from core.report.document import Document, Numbers
from core.report.figures import as_pdf_pages
from core.report.fonts import SANS, elided, register
from core.report.layout import Page, Piece, Placed, lay_out
from core.report.lock import LOCK
from core.report.tables import data_as_csv
from core.report.typeset import Room, Typesetter
from core.report.typography import FOOTER, text

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PAPERS = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}
SIDE, TOP, BOTTOM = 52.0, 42.0, 46.0
"""Margins in points."""

SCALES = (1.0, 0.94, 1.06, 0.88, 1.12, 0.82, 1.2, 0.76, 1.3, 0.7, 1.45, 0.62)
"""How much charts may stretch so that pages are well filled, the most wanted first."""

Sizes: TypeAlias = tuple[float, float]
"""Of type: the story's, and the reference part's."""

SIZES: tuple[Sizes, ...] = (
    (1.0, 0.9), (1.0, 0.86), (1.0, 0.82), (0.96, 0.82), (0.92, 0.8), (0.88, 0.8), (0.84, 0.76),
    (0.8, 0.72), (0.76, 0.68), (0.72, 0.64),
)  # fmt: skip
"""Tried one after the other while there are too many pages."""

Tried: TypeAlias = tuple[Sizes, list[Page]]
"""Pages, and the sizes of their type."""

SHRINKS = 2.5
"""The power of its type's size by which a text becomes shorter, at best; it is 2 on average."""

AS_DESIGNED, NEARLY_AS_DESIGNED = SIZES[:3], SIZES[:6]
"""Those that are tried before anything is left out, and before more is."""

LEAST_FILLED = 0.36
"""No page is less than a third full."""

MOST_STRETCHED = 1.5
"""How much taller a chart may become to fill its page."""

WIDE_GAP, MOST_SPACED = 9.0, 14.0
"""From what on a gap may grow, and by how much at most, in points."""

PRODUCER = "Collapse Lab"


def render(document: Document, paper: str = "a4") -> bytes:
    """The PDF's bytes.

    Raises BadInput for a paper that is not known.
    """
    if paper not in PAPERS:
        raise BadInput(f"paper: '{paper[:60]}' given; allowed are {', '.join(PAPERS)}")
    width, height = PAPERS[paper]
    tall = height - TOP - BOTTOM
    with LOCK:
        register()
        pages = _pages(document, width - 2 * SIDE, tall)
        followed = pages if document.pages == 1 else pages[:-1]
        pages = [_filled_out(page, tall) for page in followed] + pages[len(followed) :]
        return _with_charts(_typeset(document, pages, (width, height)), document, pages, height)


def _pages(document: Document, width: float, height: float) -> list[Page]:
    """Pages of all of it if they are not too many, else of less; well filled where they can be."""
    tried: list[Tried] = []
    fuller: list[Document] = []
    for printed, every in _ever_less(document):
        found = _tried(printed, every, width, height)
        sizes, pages = _best(found, document.pages)
        if pages and not _well_filled(pages):
            _, fewer = _best(_tried(printed, NEARLY_AS_DESIGNED, width, height), document.pages)
            return fewer if fewer and _well_filled(fewer) else pages
        if pages:
            again = (_best(_tried(more, (sizes,), width, height), more.pages) for more in fuller)
            return next((more for _, more in again if more and _well_filled(more)), pages)
        tried += found
        fuller.append(printed)
    return min((pages for _, pages in tried), key=len)


def _tried(printed: Document, every: Sequence[Sizes], width: float, height: float) -> list[Tried]:
    """Pages in ever smaller type, up to the first that are few enough and filled well."""
    tried: list[Tried] = []
    length, last = 0.0, (1.0, 1.0)
    for sizes in every:
        if length * _at_best(sizes, last) > printed.pages:
            continue
        pieces = Typesetter(printed, width, *sizes).pieces()
        pages = _laid_out(pieces, min(SCALES), width, height)
        tried.append((sizes, pages))
        length, last = len(pages) - 1 + pages[-1].filled, sizes
        if len(pages) > printed.pages:
            continue
        for scale in SCALES:
            pages = _laid_out(pieces, scale, width, height)
            tried.append((sizes, pages))
            if len(pages) <= printed.pages and _well_filled(pages):
                return tried
    return tried


def _best(tried: Sequence[Tried], most: int) -> Tried:
    """The best filled pages that are not too many, [] if there are none."""
    few = [one for one in tried if len(one[1]) <= most]
    if few and _well_filled(few[-1][1]):
        return few[-1]
    return max(few, key=lambda one: _emptiest(one[1]), default=((1.0, 1.0), []))


def _ever_less(document: Document) -> list[tuple[Document, Sequence[Sizes]]]:
    """All of it; without what can be spared; without the numbers set large; without either.

    Each with the sizes in which it is tried; none: only where less was found to fit. The numbers
    stand in tables and charts as well, but for a single page, which has no other place.
    """
    needed = tuple(section for section in document.sections if not section.spare)
    less = replace(document, sections=needed)
    if document.pages == 1:
        return [(less, SIZES)]
    return [
        (document, AS_DESIGNED),
        (less, NEARLY_AS_DESIGNED),
        (_without_numbers(document), ()),
        (_without_numbers(less), SIZES),
    ]


def _at_best(sizes: Sizes, last: Sizes) -> float:
    """How much shorter text can become from one pair of sizes to another."""
    return math.pow(min(sizes[0] / last[0], sizes[1] / last[1]), SHRINKS)


def _without_numbers(document: Document) -> Document:
    sections = tuple(
        replace(
            section, blocks=tuple(one for one in section.blocks if not isinstance(one, Numbers))
        )
        for section in document.sections
    )
    return replace(document, sections=sections)


def _laid_out(pieces: Sequence[Piece], scale: float, width: float, height: float) -> list[Page]:
    return lay_out([_scaled(piece, scale) for piece in pieces], width, height)


def _filled_out(page: Page, height: float) -> Page:
    """A page that others follow: its charts, then its gaps, stretched into the room it has left."""
    charts = [one for one in page.placed if _stretches(one)]
    each = height * (1 - page.filled) / max(len(charts), 1)
    more = {one.top: min(each, (MOST_STRETCHED - 1) * one.height) for one in charts}
    placed = [
        replace(one, height=one.height + (more[one.top] if one in charts else 0.0))
        for one in page.placed
    ]
    return _spaced_out(_moved(page, placed, more, height), height)


def _spaced_out(page: Page, height: float) -> Page:
    """The gaps above headings, figures and tables, somewhat wider where there is room."""
    below = (one for one in page.placed if one.top > 0 and one.piece.before >= WIDE_GAP)
    tops = {one.top for one in below if not one.piece.columns}
    each = min(height * (1 - page.filled) / max(len(tops), 1), MOST_SPACED)
    return _moved(page, page.placed, {top - 0.01: each for top in tops}, height)


def _moved(page: Page, placed: Sequence[Placed], more: dict[float, float], height: float) -> Page:
    """All that is below a place lower by what was added there; places are as on the page given."""
    lower = [
        replace(one, top=one.top + sum(extra for top, extra in more.items() if top < old.top))
        for one, old in zip(placed, page.placed, strict=True)
    ]
    return Page(tuple(lower), page.filled + sum(more.values()) / height)


def _stretches(placed: Placed) -> bool:
    room = placed.piece.flowable
    return isinstance(room, Room) and isinstance(room.chart, CurveChart | BeforeAfterChart)


def _scaled(piece: Piece, scale: float) -> Piece:
    if not isinstance(piece.flowable, Room):
        return piece
    return replace(piece, flowable=replace(piece.flowable, scale=scale))


def _well_filled(pages: Sequence[Page]) -> bool:
    return _emptiest(pages) >= LEAST_FILLED


def _emptiest(pages: Sequence[Page]) -> float:
    return min(page.filled for page in pages)


def _typeset(document: Document, pages: list[Page], size: tuple[float, float]) -> bytes:
    """The pages without their charts."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, initialFontName=SANS, pageCompression=1)
    for number, page in enumerate(pages, start=1):
        for placed in page.placed:
            _draw(canvas, placed, size[1])
        _footer(canvas, document, f"{number} / {len(pages)}", size[0])
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: "Canvas", placed: Placed, height: float) -> None:
    left, top = SIDE + placed.x, height - TOP - placed.top
    placed.piece.flowable.drawOn(canvas, left, top - placed.height)
    if placed.piece.title:
        name = placed.piece.anchor or f"section-{placed.piece.title}"
        canvas.bookmarkHorizontal(name, 0, top + 8)
        canvas.addOutlineEntry(placed.piece.title, name, level=int(bool(placed.piece.anchor)))


def _footer(canvas: "Canvas", document: Document, page: str, width: float) -> None:
    room = width - 2 * SIDE
    shown = elided(FOOTER.face, f"Collapse Lab · {document.title}", FOOTER.size, room - 40)
    for said, right in ((shown, False), (page, True)):
        line = text(said, FOOTER, alignment=2 if right else 0)
        line.wrapOn(canvas, room, BOTTOM)
        line.drawOn(canvas, SIDE, BOTTOM - 24)


def _with_charts(base: bytes, document: Document, pages: list[Page], height: float) -> bytes:
    """Merge each chart into the room that was left for it, and say what the file is."""
    from pypdf import PdfReader, PdfWriter, Transformation

    rooms = [
        (number, placed, placed.piece.flowable)
        for number, page in enumerate(pages)
        for placed in page.placed
        if isinstance(placed.piece.flowable, Room)
    ]
    typeset = PdfReader(io.BytesIO(base))
    typeset.trailer.pop("/ID", None)  # reportlab's differs where SOURCE_DATE_EPOCH is set
    writer = PdfWriter(clone_from=typeset)
    width = float(writer.pages[0].mediabox.width) - 2 * SIDE
    sheets = as_pdf_pages([(room.chart, width, placed.height) for _, placed, room in rooms])
    charts = PdfReader(io.BytesIO(sheets)).pages if rooms else []
    for (number, placed, _), chart in zip(rooms, charts, strict=True):
        bottom = height - TOP - placed.top - placed.height
        move = Transformation().translate(SIDE + placed.x, bottom)
        writer.pages[number].merge_transformed_page(chart, move)
    for name, content in attached(document).items():
        _attach(writer, name, content)
    _describe(writer, document)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def attached(document: Document) -> dict[str, str]:
    """The files within the PDF by name: those of the write-up, and each figure's numbers."""
    found = {one.name: one.text for one in document.attachments()}
    for figure in document.figures():
        if figure.data is not None:
            found[document.file_name(figure)] = data_as_csv(figure.data)
    return found


def _attach(writer: Any, name: str, text: str) -> None:
    """Compressed: numbers of many arms and generations would be most of the file."""
    from pypdf.generic import NameObject

    filespec = writer.add_attachment(name, text.encode()).pdf_object
    embedded = filespec["/EF"].raw_get("/F")
    packed = embedded.get_object().flate_encode()
    packed[NameObject("/Type")] = NameObject("/EmbeddedFile")
    writer._replace_object(embedded, packed)


def _describe(writer: Any, document: Document) -> None:
    """Title, author, language; the date only where one is known."""
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    for page in writer.pages:
        page.compress_content_streams()
    date = f"D:{document.created.replace('-', '')}" if document.created else ""
    known = {"/Title": document.title, "/Author": document.person.name, "/Subject": document.about}
    known |= {"/Creator": PRODUCER, "/Producer": PRODUCER, "/CreationDate": date}
    writer.metadata = {name: value for name, value in known.items() if value}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(document.language)
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = shown
