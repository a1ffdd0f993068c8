"""Spelled names side by side: some of the real sample and of every arm."""

from collections.abc import Mapping

from core.events import Preview
from core.names import different_names, written
from core.palette import ArmStyle
from core.record import RunRecord
from desktop_app.translation import mark, tr
from desktop_app.widgets.columns_view import Columns
from desktop_app.widgets.sentences_view import SentencesView


class SpelledView(SentencesView):
    """The first names of each sample, as a sentence each; all of it can be selected."""

    accessible = mark("Names that the arms spell")
    few, more = 16, 60
    """Of each sample that are shown; more where generation 0 is shown too."""

    def show_record(
        self, record: RunRecord, styles: Mapping[str, ArmStyle], columns: Columns
    ) -> None:
        """Take a run of names or lines."""
        self._hold(record, styles, columns)

    def note(self) -> str:
        """What is drawn."""
        return tr(
            "The first {names} of each sample; beside them, counts of its first {counted}."
        ).format(names=self._room(), counted=f"{self._counted:,}")

    def _say_beside(self, title: str, generation: int, sample: Preview) -> list[str]:
        """What is counted of a sample."""
        count = different_names(sample.values[: self._counted])
        return [tr("{count} different names").format(count=f"{count:,}")]

    def _show_sentences(self, place: int, title: str, generation: int, sample: Preview) -> None:
        said = ", ".join(written(sample.values[: self._room()]))
        self.page.show_sentence(place, [(said, (False, None))])

    def _room(self) -> int:
        return self.more if self._columns.before else self.few
