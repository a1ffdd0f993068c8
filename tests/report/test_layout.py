"""Where pieces go: nothing lost, headings never alone, columns of one height."""

from dataclasses import dataclass

import pytest

from core.report.layout import COLUMN_GAP, Piece, lay_out

WIDTH, HEIGHT = 300.0, 400.0


@dataclass(frozen=True)
class Lines:
    """Lines of ten points that may be parted, two at least on either side."""

    count: int
    name: str = ""

    def wrap(self, width, room):
        return width, 10.0 * self.count

    def split(self, width, room):
        first = min(int(room // 10), self.count - 2)
        return [Lines(first, self.name), Lines(self.count - first, self.name)] if first > 1 else []


def lines_of(pages):
    return sum(one.piece.flowable.count for page in pages for one in page.placed)


def heading(columns=False):
    return Piece(Lines(2, "heading"), before=10, keep=True, columns=columns)


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("before", range(30, 41))
def test_a_heading_stands_over_what_it_heads(columns, before):
    pieces = [
        Piece(Lines(before), columns=columns),
        heading(columns),
        Piece(Lines(30), columns=columns),
    ]
    pages = lay_out(pieces, WIDTH, HEIGHT)
    assert lines_of(pages) == before + 32
    for page in pages:
        for one in page.placed:
            assert one.top + one.height <= HEIGHT
            if one.piece.flowable.name == "heading":
                assert any(other.x == one.x and other.top > one.top for other in page.placed)


def test_nothing_overlaps_and_order_is_kept():
    pieces = [Piece(Lines(7, str(place)), before=5) for place in range(20)]
    pages = lay_out(pieces, WIDTH, HEIGHT)
    names = []
    for page in pages:
        for one, other in zip(page.placed, page.placed[1:], strict=False):
            assert other.top >= one.top + one.height
        names += [one.piece.flowable.name for one in page.placed]
    assert list(dict.fromkeys(names)) == [str(place) for place in range(20)]


def test_the_last_columns_are_balanced():
    pages = lay_out([Piece(Lines(5), columns=True) for _ in range(10)], WIDTH, HEIGHT)
    assert len(pages) == 1
    ends = {}
    for one in pages[0].placed:
        ends[one.x] = max(ends.get(one.x, 0), one.top + one.height)
    assert set(ends) == {0.0, (WIDTH - COLUMN_GAP) / 2 + COLUMN_GAP}
    assert abs(ends[0.0] - max(ends.values())) <= 50
    assert pages[0].filled == pytest.approx(max(ends.values()) / HEIGHT)


def test_a_caption_is_never_parted_from_its_figure():
    figure = [Piece(Lines(1), keep=True), Piece(Lines(6, "caption"), whole=True)]
    pages = lay_out([Piece(Lines(35)), *figure], WIDTH, HEIGHT)
    assert [len(page.placed) for page in pages] == [1, 2]


@pytest.mark.parametrize("columns", [False, True])
def test_what_is_taller_than_a_page_is_placed_all_the_same(columns):
    tall = Piece(Lines(60), whole=True, columns=columns)
    pages = lay_out([tall, tall, Piece(Lines(3), columns=columns)], WIDTH, HEIGHT)
    assert lines_of(pages) == 123
