"""Tables as people save them: whatever the separator, the decimal sign and the encoding."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.userdata.tables import read_table
from tests import files
from tests.files import written

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte-order mark",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}
NUMBERS = st.lists(
    st.tuples(*[st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 4))] * 3),
    min_size=2,
    max_size=20,
)


def saved(path: Path, rows: list[tuple[str, ...]], separator: str, encoding: str) -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return written(path, out.getvalue().encode(encoding))


@given(rows=NUMBERS, separator=st.sampled_from(",;\t"), comma=st.booleans(),
       encoding=st.sampled_from(sorted(ENCODINGS)), headed=st.booleans())  # fmt: skip
def test_a_table_of_numbers_reads_back_whatever_it_was_saved_as(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[float, ...]], separator: str, comma: bool, encoding: str, headed: bool,
) -> None:  # fmt: skip
    comma = comma and separator != ","
    texts = [tuple(f"{x:.4f}".replace(".", "," if comma else ".") for x in row) for row in rows]
    header = [("Größe (cm)", "b", "c")] if headed else []
    path = saved(tmp_path_factory.mktemp("t") / "t.csv", header + texts, separator, encoding)
    table = read_table(path)
    assert table.header == headed
    assert [column.name for column in table.columns] == (
        list(header[0]) if headed else ["Column 1", "Column 2", "Column 3"]
    )
    read = np.stack([column.numbers for column in table.columns], axis=1)
    assert np.array_equal(read, np.array(rows))
    assert table.lines.tolist() == list(range(1 + headed, len(rows) + 1 + headed))
    if headed or encoding not in ("utf-8", "cp1252"):
        assert table.dialect.startswith(ENCODINGS[encoding])
    assert ("decimal commas" in table.dialect) == comma


def test_the_penguins_as_a_spreadsheet_saves_them_are_the_penguins(tmp_path: Path) -> None:
    plain, sheet = read_table(files.penguins(tmp_path)), read_table(files.spreadsheet(tmp_path))
    assert sheet.dialect == (
        "UTF-8 with a byte-order mark; cells separated by semicolons; decimal commas; the first "
        "row names the columns"
    )
    pairs = {"Schnabellänge (mm)": "bill_length_mm", "Gewicht; in g": "body_mass_g"}
    for german, english in pairs.items():
        ours, theirs = sheet.column(german), plain.column(english)
        assert np.array_equal(ours.numbers, theirs.numbers, equal_nan=True)
        assert (ours.gaps, ours.others) == (2, 0)
        assert sheet.lines[ours.first_gap[0]] == plain.lines[theirs.first_gap[0]] == 5


def test_the_census_table_has_names_and_whole_counts(tmp_path: Path) -> None:
    table = read_table(files.surnames(tmp_path))
    names, counts = table.columns
    assert len(table.lines) == 162_252
    assert names.name == "name"
    assert names.textual
    assert counts.others == counts.gaps == 0
    assert counts.numbers[0] == 2_442_977
    assert next(table.texts("name")) == "SMITH"


@pytest.mark.parametrize(
    ("text", "header", "names"),
    [
        ("1,2\n3,4\n", "auto", ["Column 1", "Column 2"]),
        ("a,b\n3,4\n", "auto", ["a", "b"]),
        ("a,b\n3,4\n", "no", ["Column 1", "Column 2"]),
        ("1,2\n3,4\n", "yes", ["1", "2"]),
        ("red,small\nblue,small\n", "auto", ["Column 1", "Column 2"]),
        ("colour,size\nred,small\nblue,small\n", "auto", ["colour", "size"]),
        ("x,x\n1,2\n", "auto", ["Column 1", "Column 2"]),
        ("x,\n1,2\n", "auto", ["Column 1", "Column 2"]),
    ],
)  # fmt: skip
def test_a_header_is_told_from_a_record(
    tmp_path: Path, text: str, header: str, names: list[str]
) -> None:
    table = read_table(written(tmp_path / "t.csv", text), header)
    assert [column.name for column in table.columns] == names


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("1,5;2,5\n1,0;2,0\n", [[1.5, 1.0], [2.5, 2.0]]),  # a decimal comma separates nothing
        ("1,5\n2,7\n", [[1.0, 2.0], [5.0, 7.0]]),  # without another separator a comma does
        ("1\t2\r\n\r\n3\t4\r\n\t\r\n", [[1.0, 3.0], [2.0, 4.0]]),  # blank rows are none
        ("1\r2\r3", [[1.0, 2.0, 3.0]]),  # the line ends of old Macintoshes
        ('"1";"2"\n"3";"4"', [[1.0, 3.0], [2.0, 4.0]]),
        ("x;y\n1;NA\n?;-2e3\n", [[1.0, np.nan], [np.nan, -2000.0]]),
        ("x\n1e5\n+.5\n5.\n", [[1e5, 0.5, 5.0]]),
    ],
)
def test_cells_are_what_they_look_like(
    tmp_path: Path, text: str, columns: list[list[float]]
) -> None:
    table = read_table(written(tmp_path / "t.csv", text))
    assert np.array_equal([c.numbers for c in table.columns], columns, equal_nan=True)
    assert not any(column.others for column in table.columns)


@pytest.mark.parametrize("cell", ["1,234.5", "1 000", "1_000", "0x10", "٣", "12 %", "1.2.3", "--1"])
def test_what_only_looks_like_a_number_is_none(tmp_path: Path, cell: str) -> None:
    table = read_table(written(tmp_path / "t.tsv", f"x\ty\n{cell}\t1\n2\t2\n".encode()))
    assert table.column("x").others == 1
    assert table.column("x").first_other == (0, cell)


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_table(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "path: 't.csv' is empty"),
        (b"\n\n", "path: 't.csv' holds no rows"),
        (b"a,b\n1,2\n1,2,3\n", "path: line 3 of 't.csv' has 3 cells, but its first row has 2"),
        (b"x,y\n1,2\x00\n", "path: line 2 of 't.csv' holds a control character (number 0)"),
        (b"x,y\n1,\x81\n", "path: line 2 of 't.csv' is neither UTF-8 nor Windows-1252 text"),
        ("x,y\n".encode("utf-16")[:-1], "path: line 1 of 't.csv' is not UTF-16 text"),
        (b"PK\x03\x04rest", "path: 't.csv' is a workbook or an archive; save the sheet as CSV"),
        (b"%PDF-1.7", "path: 't.csv' is a PDF"),
        (b'a,b\n1,"2\n' + b"3,4\n" * 40_000, "is a quote open?"),
    ],
)
def test_what_is_no_table_gets_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = written(tmp_path / "t.csv", data)
    assert said in refused(path)
    assert refused(path).isprintable()


def test_a_named_header_must_tell_columns_apart(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "a,a\n1,2\n")
    with pytest.raises(BadInput, match=r"line 1 of 't.csv' names two columns 'a'"):
        read_table(path, "yes")


def test_limits_are_stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = written(tmp_path / "wide.csv", ",".join("x" * 1001) + "\n")
    assert "1,001 columns; at most 1,000 are read" in refused(wide)
    monkeypatch.setattr("core.userdata.tables.MOST_CELLS", 10)
    assert "more than 10 cells" in refused(written(tmp_path / "t.csv", "1,2\n" * 6))


@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("t") / "t.csv", data)
    try:
        said = [column.name for column in read_table(path).columns]
    except BadInput as error:
        said = [str(error)]
    assert all(text.isprintable() for text in said)
