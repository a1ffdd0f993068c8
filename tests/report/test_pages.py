"""How a write-up fills its pages: what gives way where they are few, and what is set smaller."""

import pypdf
import pytest

from core.report import pdf
from core.report.document import Document, Number, Numbers, Paragraph, Row, Section, Table
from core.report.export import computed
from core.report.layout import Page, Piece, Placed
from core.report.length import length
from core.report.texts import texts
from core.report.typeset import Measured, Typesetter
from tests.report.pages import plain, words

WORDS = "Some words that fill a line and are of no other use. " * 30
NUMBERS = Numbers((Number("1", "[0, 2]", "of one kind"), Number("7", "", "of another")))
ROWS = tuple(Row((f"row {place}", "1")) for place in range(6))


def document(story, pages=4, **spare):
    """A story of so many paragraphs, with numbers, and a table that can be spared."""
    told = Section("result", "", (NUMBERS, *(Paragraph(WORDS) for _ in range(story))))
    table = Table("What can be spared.", ("", "Value"), ROWS, frozenset({1}))
    looked_up = Section("controls", "Controls", (table,), appendix=True, spare=True)
    return Document("A title", "A question?", (told, looked_up), pages=pages, **spare)


def printed(tmp_path, given, paper="a4"):
    path = tmp_path / "given.pdf"
    path.write_bytes(pdf.render(given, paper))
    return len(pypdf.PdfReader(path).pages), words(path)


def test_all_is_printed_where_there_is_room(tmp_path):
    pages, said = printed(tmp_path, document(4))
    assert pages <= 4
    assert "What can be spared" in said
    assert "of one kind" in said
    assert "For reference" in said


def test_what_can_be_spared_goes_before_the_type_shrinks(tmp_path):
    story = next(
        n for n in range(4, 80) if "can be spared" not in printed(tmp_path, document(n))[1]
    )
    pages, said = printed(tmp_path, document(story))
    assert pages == 4
    assert "of one kind" in said
    # Where a page ends, its footer parts a sentence.
    assert 30 * story - said.count(WORDS.split(".")[0]) in range(4)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("run", ["names_run", "gaussian_run"])
def test_a_single_page_keeps_its_numbers(request, tmp_path, run, paper):
    given = computed(request.getfixturevalue(run), "one")
    pages, said = printed(tmp_path, given, paper)
    assert pages == 1
    blocks = [block for section in given.sections for block in section.blocks]
    (numbers,) = (block for block in blocks if isinstance(block, Numbers))
    assert 2 <= len(numbers.numbers) <= 5
    for number in numbers.numbers:
        assert plain(number.said) in said


def test_reference_type_is_smaller_and_the_storys_is_not(gaussian_run):
    given = computed(gaussian_run)
    for size, reference in pdf.SIZES:
        assert reference < size
        pieces = Typesetter(given, 490.0, size, reference).pieces()
        titles = [piece.title for piece in pieces]
        assert titles.index("What this does not show") < titles.index("How it was done")


def test_gaps_and_charts_take_up_the_room_that_a_page_has_left():
    pieces = [Piece(Measured(None), before=20.0) for _ in range(3)]
    placed = tuple(Placed(piece, 0.0, 100.0 * at, 60.0) for at, piece in enumerate(pieces))
    page = pdf._spaced_out(Page(placed, 0.26), 1000.0)
    assert [one.top for one in page.placed] == [0.0, 114.0, 228.0]
    full = pdf._spaced_out(Page(placed, 1.0), 1000.0)
    assert [one.top for one in full.placed] == [0.0, 100.0, 200.0]


class Counted:
    """A flowable that counts how often it is measured."""

    def __init__(self):
        self.times = 0

    def wrap(self, width, room):
        self.times += 1
        return width, 10.0

    def split(self, width, room):
        return []


def test_a_text_is_measured_once_a_width_and_again_after_it_was_to_be_split():
    counted = Counted()
    measured = Measured(counted)
    assert measured.wrap(100, 50) == measured.wrap(100, 7) == (100, 10.0)
    assert counted.times == 1
    measured.split(100, 5)
    measured.wrap(100, 50)
    assert counted.times == 2


def test_story_and_reference_are_told_apart(gaussian_run):
    given = computed(gaussian_run)
    found = texts(given, {})
    told = length(given, found)
    every = sum(len(text.text.split()) for text in found)
    assert told.story + told.reference == every
    looked_up = [text for text in found if text.key.startswith(("method/", "theory/"))]
    assert told.reference >= sum(len(text.text.split()) for text in looked_up) > 0
    assert told.said() == (
        f"The story: {told.story:,} words, {told.minutes} minutes; "
        f"for reference: {told.reference:,} words"
    )
    assert "for reference" not in length(computed(gaussian_run, "one"), ()).said()
