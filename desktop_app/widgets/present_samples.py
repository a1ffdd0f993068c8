"""A row of samples for a shared screen: real records, generation 0's, and an arm's."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen, QPolygonF, QTransform

from core.palette import NULL_BAND
from core.records import AnyArray, FloatArray, RecordKind
from core.report.story.steps import Sample, Samples
from desktop_app.widgets.density import GRID, are_counts, bars, density, kernel_width, span
from desktop_app.widgets.mosaic_view import contact_sheet, sheet_picture
from desktop_app.widgets.pens import faint
from desktop_app.widgets.present_ink import SMALL, Ink
from desktop_app.widgets.sample_plots import contour

LABEL = 0.215
"""Share of the width for the names at the left."""

SAID = 0.24
"""Share of the width for what is counted over a whole sample of text."""

ABOVE = 5
"""Units between the samples and the words over them."""

GAP = 18
"""Units between columns."""

SIDE = 42
"""Units for an image's side."""

PLOT = 150
"""Units for the height of a plot."""

PIXELATED = 16
"""Images no wider are magnified by whole steps, so that their pixels stay square and sharp."""


def samples_height(ink: Ink, samples: Samples, width: float) -> float:
    """How high the row of samples is, in pixels."""
    said = ink.height(samples.said, SMALL, width) + ABOVE * ink.unit
    match samples.kind:
        case RecordKind.COUNTS:
            rows = sum(_label_tall(ink, row, width) for row in samples.rows)
            return said + 2 * ink.step(SMALL) + rows
        case RecordKind.TEXT | RecordKind.NAMES | RecordKind.LINES:
            return said + sum(_sentence_tall(ink, row, width) for row in samples.rows)
        case RecordKind.IMAGES:
            return said + len(samples.rows) * (SIDE + 8) * ink.unit
        case RecordKind.VECTORS:
            return said + PLOT * ink.unit + ink.step(SMALL)


def draw_samples(ink: Ink, samples: Samples, room: QRectF) -> None:
    """Fill the room with the samples, and say whose they are."""
    said = ink.paragraph(samples.said, room, SMALL, colour=ink.quiet) + ABOVE * ink.unit
    inner = room.adjusted(0, said, 0, 0)
    match samples.kind:
        case RecordKind.COUNTS:
            _types(ink, samples, inner)
        case RecordKind.TEXT | RecordKind.NAMES | RecordKind.LINES:
            _sentences(ink, samples, inner)
        case RecordKind.IMAGES:
            _images(ink, samples, inner)
        case RecordKind.VECTORS:
            _plots(ink, samples, inner)


def _label(ink: Ink, row: Sample, room: QRectF) -> float:
    """A place's name, under its arm's colour; returns its height."""
    if row.style is not None:
        edge = QRectF(room.left() - 10 * ink.unit, room.top() + 3 * ink.unit, 5 * ink.unit, 0)
        tall = ink.height(row.label, SMALL, room.width(), bold=True)
        edge.setHeight(tall - 6 * ink.unit)
        ink.painter.fillRect(edge, ink.pen(row.style, 1).color())
    return ink.paragraph(row.label, room, SMALL, bold=True)


def _label_tall(ink: Ink, row: Sample, width: float) -> float:
    return ink.height(row.label, SMALL, LABEL * width - GAP * ink.unit, bold=True)


# Types


def _types(ink: Ink, samples: Samples, room: QRectF) -> None:
    """How often each type was emitted, a column a type, as many of them as there is room for."""
    label = LABEL * room.width()
    totals = max(ink.width(row.said, SMALL) for row in samples.rows)
    spare = room.width() - label - totals
    columns = _columns(ink, samples, spare)
    lefts = _lefts(room.left() + label, spare, columns)
    for column, left in lefts.items():
        name, chance = samples.heads[column]
        ink.write(name, QPointF(left, room.top()), SMALL, bold=True)
        below = QPointF(left, room.top() + ink.step(SMALL))
        ink.write(chance, below, SMALL, colour=ink.quiet)
    top = room.top() + 2 * ink.step(SMALL)
    for row in samples.rows:
        tall = _label(ink, row, QRectF(room.left(), top, label - GAP * ink.unit, 0))
        for column, left in lefts.items():
            said = row.cells[column]
            there = said[:1].isdigit()
            colour = ink.text if there else ink.quiet
            ink.write(said, QPointF(left, top), SMALL, bold=there, colour=colour)
        ink.write(row.said, QPointF(room.right() - totals, top), SMALL)
        top += tall


def _columns(ink: Ink, samples: Samples, spare: float) -> dict[int, float]:
    """The types that fit beside one another, the commonest and the rarest, by their widths."""
    widths = []
    for place, (name, chance) in enumerate(samples.heads):
        cells = [row.cells[place] for row in samples.rows]
        bold = max(ink.width(said, SMALL, bold=True) for said in (name, *cells))
        widths.append(max(bold, ink.width(chance, SMALL)) + GAP * ink.unit)
    for count in range(len(widths), 1, -1):
        chosen = np.unique(np.linspace(0, len(widths) - 1, count).round().astype(int)).tolist()
        if sum(widths[at] for at in chosen) <= spare:
            return {at: widths[at] for at in chosen}
    return dict(enumerate(widths[:1]))


def _lefts(left: float, spare: float, columns: dict[int, float]) -> dict[int, float]:
    """Where each column begins; what is spare is shared out between them."""
    air = (spare - sum(columns.values())) / max(len(columns), 1)
    found = {}
    for column, wide in columns.items():
        found[column] = left
        left += wide + air
    return found


# Text


def _sentence_widths(ink: Ink, width: float) -> tuple[float, float, float]:
    """Of the name, the sentence and what is counted."""
    label, said = LABEL * width, SAID * width
    gap = GAP * ink.unit
    return label - gap, width - label - said - gap, said


def _sentence_tall(ink: Ink, row: Sample, width: float) -> float:
    label, sentence, said = _sentence_widths(ink, width)
    return (
        max(
            ink.height(row.label, SMALL, label, bold=True),
            ink.height(row.cells[0], SMALL, sentence),
            ink.height(row.said, SMALL, said),
        )
        + 4 * ink.unit
    )


def _sentences(ink: Ink, samples: Samples, room: QRectF) -> None:
    label, sentence, said = _sentence_widths(ink, room.width())
    top = room.top()
    for row in samples.rows:
        _label(ink, row, QRectF(room.left(), top, label, 0))
        left = room.left() + LABEL * room.width()
        ink.paragraph(row.cells[0], QRectF(left, top, sentence, 0), SMALL)
        ink.paragraph(row.said, QRectF(room.right() - said, top, said, 0), SMALL, colour=ink.quiet)
        top += _sentence_tall(ink, row, room.width())


# Images


def _images(ink: Ink, samples: Samples, room: QRectF) -> None:
    label = LABEL * room.width()
    pitch = room.height() / len(samples.rows)
    for place, row in enumerate(samples.rows):
        assert row.values is not None
        top = room.top() + place * pitch
        tall = ink.height(row.label, SMALL, label - GAP * ink.unit, bold=True)
        middle = top + (pitch - tall) / 2
        _label(ink, row, QRectF(room.left(), middle, label - GAP * ink.unit, 0))
        strip = QRectF(room.left() + label, top, room.width() - label, pitch - 8 * ink.unit)
        _strip(ink, row.values, strip)


def _strip(ink: Ink, images: AnyArray, room: QRectF) -> None:
    """As many of the first images as fit in a row."""
    tall, wide = images.shape[1:3]
    ratio = ink.painter.device().devicePixelRatioF()
    scale = room.height() * ratio / tall
    sharp = wide <= PIXELATED
    if sharp:
        scale = max(float(int(scale)), 1.0)
    count = min(max(int(room.width() * ratio / (scale * (wide + 1))), 1), len(images))
    sheet = contact_sheet(images, (count, 1))
    image = sheet_picture(sheet)
    size = QRectF(0, 0, image.width() * scale / ratio, image.height() * scale / ratio)
    how = Qt.TransformationMode
    large = image.scaled(
        round(size.width() * ratio),
        round(size.height() * ratio),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        how.FastTransformation if sharp else how.SmoothTransformation,
    )
    large.setDevicePixelRatio(ratio)
    ink.painter.drawImage(QPointF(round(room.left()), round(room.top())), large)


# Numbers


def _plots(ink: Ink, samples: Samples, room: QRectF) -> None:
    """Three plots side by side, on the same axes."""
    values = [row.values for row in samples.rows if row.values is not None]
    wide = (room.width() - 2 * GAP * ink.unit) / len(samples.rows)
    flat = values[0].shape[1] > 1
    for place, row in enumerate(samples.rows):
        assert row.values is not None
        left = room.left() + place * (wide + GAP * ink.unit)
        cell = QRectF(left, room.top(), wide, room.height())
        tall = 0.0 if flat else _label(ink, row, cell)
        if flat:
            _cell_of_points(ink, samples, row, cell)
        else:
            _heights(ink, row, values, cell.adjusted(0, tall, 0, 0))


def _cell_of_points(ink: Ink, samples: Samples, row: Sample, cell: QRectF) -> None:
    """A square of points at the right of its name."""
    side = min(cell.height(), 0.6 * cell.width())
    square = QRectF(cell.right() - side, cell.top(), side, side)
    words = QRectF(cell.left(), cell.top(), cell.width() - side - GAP * ink.unit, 0)
    tall = _label(ink, row, words)
    if row is samples.rows[0]:
        across, up = samples.axes
        said = f"{across} \u2192, {up} \u2191"
        ink.paragraph(said, words.adjusted(0, tall, 0, 0), SMALL, colour=ink.quiet)
    _points(ink, samples, row, square)


def _points(ink: Ink, samples: Samples, row: Sample, square: QRectF) -> None:
    real, own = samples.rows[0].values, row.values
    assert real is not None
    assert own is not None
    low, high = span([one.values for one in samples.rows if one.values is not None], 0.0)
    place = QTransform.fromTranslate(square.left(), square.bottom())
    scale = square.width() / (high - low)
    place.scale(scale, -scale)
    place.translate(-low, -low)
    ink.painter.setPen(QPen(ink.grid, 1.5 * ink.unit))
    ink.painter.setBrush(Qt.BrushStyle.NoBrush)
    ink.painter.drawRect(square)
    ink.painter.setPen(QPen(faint(NULL_BAND, 0.9), 1.3 * ink.unit))
    ink.painter.drawPath(place.map(contour(real)))
    colour = ink.text if row.style is None else ink.pen(row.style, 1).color()
    colour = faint(NULL_BAND, 1) if row is samples.rows[0] else colour
    ink.painter.setPen(Qt.PenStyle.NoPen)
    ink.painter.setBrush(faint(colour, 0.7))
    size = 2.1 * ink.unit
    for x, y in own[np.isfinite(own).all(axis=1)]:
        ink.painter.drawEllipse(place.map(QPointF(float(x), float(y))), size, size)


def _heights(ink: Ink, row: Sample, values: list[AnyArray], room: QRectF) -> None:
    """A density, or bars of counts, over that of the real sample in grey."""
    assert row.values is not None
    real = values[0]
    draw = _bars if are_counts(real) else _density
    curves = [draw(one, values) for one in (real, row.values)]
    top = max(float(heights.max()) for one in values for _, heights in [draw(one, values)])
    low, high = float(curves[0][0][0]), float(curves[0][0][-1])
    foot = ink.step(SMALL)
    inner = room.adjusted(0, 2 * ink.unit, 0, -foot)

    def outline(along: FloatArray, heights: FloatArray) -> QPolygonF:
        x = inner.left() + inner.width() * (along - low) / (high - low)
        y = inner.bottom() - inner.height() * heights / (top or 1.0)
        return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])

    ink.painter.setPen(QPen(faint(NULL_BAND, 0.9), 1.3 * ink.unit))
    ink.painter.setBrush(ink.real)
    ink.painter.drawPolygon(outline(*curves[0]))
    if row.values is not real:
        pen = QPen(ink.text, 2.4 * ink.unit) if row.style is None else ink.pen(row.style, 2.6)
        ink.painter.setPen(pen)
        ink.painter.setBrush(Qt.BrushStyle.NoBrush)
        ink.painter.drawPolyline(outline(*curves[1]))
    ink.painter.setPen(QPen(ink.line, 1.3 * ink.unit))
    ink.painter.drawLine(inner.bottomLeft(), inner.bottomRight())
    _ends(ink, inner, low, high)


def _ends(ink: Ink, inner: QRectF, low: float, high: float) -> None:
    """The two ends of the axis."""
    for said, right in ((f"{low:.3g}", False), (f"{high:.3g}", True)):
        left = inner.right() - ink.width(said, SMALL) if right else inner.left()
        ink.write(
            said.replace("-", "\u2212"), QPointF(left, inner.bottom()), SMALL, colour=ink.quiet
        )


def _density(values: AnyArray, every: list[AnyArray]) -> tuple[FloatArray, FloatArray]:
    """A curve over the range of all samples, smoothed as fits the real one."""
    width = kernel_width(every[0][:, 0])
    along = np.linspace(*span(every, 3 * width), GRID)
    finite = values[np.isfinite(values[:, 0]), 0]
    return along, density(finite, width, along)


def _bars(values: AnyArray, every: list[AnyArray]) -> tuple[FloatArray, FloatArray]:
    """The outline of bars, two places an edge."""
    low, high = (float(end([end(one) for one in every])) for end in (np.min, np.max))
    edges, heights = bars(values, low, high)
    return np.repeat(edges, 2)[1:-1], np.repeat(heights, 2)
