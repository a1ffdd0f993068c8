"""Which view shows which records, and what it is to show: for the strip and the page alike."""

from typing import TYPE_CHECKING

from core.analysis.audited import generation_named
from core.analysis.wording import listed
from core.palette import arm_styles
from core.record import RunRecord
from core.records import RecordKind
from desktop_app.translation import tr
from desktop_app.widgets.columns_view import BEFORE, Columns, Shown
from desktop_app.widgets.lines_view import LinesView
from desktop_app.widgets.names_view import NamesView
from desktop_app.widgets.sentences_view import SentencesView
from desktop_app.widgets.spelled_view import SpelledView

if TYPE_CHECKING:
    from desktop_app.widgets.columns_view import ColumnsView

    SampleView = NamesView | SentencesView | ColumnsView


def make_view(record: RunRecord, columns: Columns) -> "SampleView | None":
    """A view of a run's records; None while what they are is not known yet."""
    kind = record.experiment.source.gives
    named = kind in (RecordKind.COUNTS, RecordKind.TEXT)
    if record.real is None or (named and record.catalogue is None):
        return None
    view = view_class(kind)()
    view.show_record(record, arm_styles(record.arms, record.experiment.baseline), columns)
    return view


def view_class(kind: RecordKind) -> "type[SampleView]":
    """The view for a kind of records; pyqtgraph is imported only where it is used."""
    match kind:
        case RecordKind.COUNTS:
            return NamesView
        case RecordKind.TEXT:
            return SentencesView
        case RecordKind.NAMES:
            return SpelledView
        case RecordKind.LINES:
            return LinesView
        case RecordKind.IMAGES:
            from desktop_app.widgets.mosaic_view import MosaicView

            return MosaicView
        case RecordKind.VECTORS:
            from desktop_app.widgets.vectors_view import VectorsView

            return VectorsView


def samples_at(record: RunRecord, columns: Columns, at: int | None) -> dict[str, Shown]:
    """Each sample at a generation, or at its arm's newest, with the generation that it is of."""
    found = {}
    for title in columns.titles:
        arm = record.first_arm if title == BEFORE else title
        done = 0 if title == BEFORE else record.done(arm)
        generation = done if at is None else min(at, done)
        preview = record.preview(arm, generation)
        if preview is not None:
            found[title] = generation, preview
    return found


def say_which(record: RunRecord, shown: dict[str, int]) -> str:
    """Which replicate and generation; arms that are a generation ahead of the others are named."""
    if record.real is None:
        return tr("The real data are not drawn yet")
    audited = record.experiment.recorded
    said = tr("Replicate 1 of {replicates}").format(replicates=record.experiment.replicates)
    if audited:
        said = tr("One random subset of {sample_size:,} records").format(
            sample_size=record.experiment.sample_size
        )
    if not shown:
        return tr("{said}; no generation is finished yet").format(said=said)
    first = min(shown.values())
    if audited:
        return tr("{said}, generation {first}").format(
            said=said, first=generation_named(record, first)
        )
    ahead = [arm for arm, generation in shown.items() if generation > first]
    return tr("{said}, generation {first}").format(said=said, first=first) + (
        f" ({listed(ahead)}: {first + 1})" if ahead else ""
    )
