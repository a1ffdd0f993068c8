"""Spelled lines side by side: some of the real sample and of every arm."""

from core.events import Preview
from core.line_letters import different_words, written
from desktop_app.translation import mark, tr
from desktop_app.widgets.spelled_view import SpelledView


class LinesView(SpelledView):
    """The first lines of each sample, one under another; all of it can be selected."""

    accessible = mark("Lines that the arms spell")
    few, more = 3, 6

    def _say_beside(self, title: str, generation: int, sample: Preview) -> list[str]:
        """What is counted of a sample."""
        count = different_words(sample.values[: self._counted])
        return [tr("{count} different words, real or invented").format(count=f"{count:,}")]

    def _show_sentences(self, place: int, title: str, generation: int, sample: Preview) -> None:
        for line in written(sample.values[: self._room()]):
            self.page.show_sentence(place, [(line, (False, None))])
