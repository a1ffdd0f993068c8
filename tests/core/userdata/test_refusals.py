"""What cannot be used gets one sentence that names the setting, the file and the line."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.experiment import parse_source
from core.sources.base import Source
from core.userdata import loading
from tests.files import written


def refused(path: "Path | str", **settings: Any) -> str:
    with pytest.raises(BadInput) as caught:
        parse_source({"kind": "file", "path": str(path)} | settings)
    said = str(caught.value)
    assert said.isprintable()
    assert said.startswith(f"{caught.value.field}: ")
    return said


def rows(*extra: str, count: int = 60) -> str:
    """A table of two columns of numbers, with other rows at its end."""
    body = [f"{n * n % 17},{n % 7}.5" for n in range(count)]
    return "\n".join(["a,b", *body, *extra]) + "\n"


@pytest.mark.parametrize(
    ("text", "settings", "said"),
    [
        (rows("3,"), {}, ("source.missing: line 62 of 't.csv' has no value in column 'b', and "
         "1 row has gaps in all; choose missing=drop to leave such rows out")),
        (rows("?,4", "3,NaN"), {}, ("line 62 of 't.csv' has no value in column 'a', and 2 rows "
         "have gaps in all")),
        (rows(count=49), {}, "source.path: 't.csv' has 49 rows; at least 50 are needed"),
        (rows(*["1,"] * 30, count=49), {"missing": "drop"}, ("has 49 rows without gaps in 2 "
         "columns; at least 50")),
        (rows("inf,2"), {}, "source.columns: line 62 of 't.csv' holds inf in column 'a'"),
        (rows("1,2e200"), {}, "holds 2e+200 in column 'b'; numbers up to 1e+100 are read"),
        (rows("3,x"), {"columns": ["b"]}, ("'b' of 't.csv' cannot be used: no number in line 62, "
         "but “x”")),
        (rows('3,"1,000"'), {"columns": ["b"]}, "“1,000”; write numbers without thousands"),
        (rows(), {"columns": ["c"]}, "columns: 't.csv' has no column 'c'; there are 'a', 'b'"),
        (rows(), {"columns": ["a", "a"]}, "columns: one is named twice"),
        ("x\n" + "7\n" * 60, {}, ("source.columns: 't.csv' has no column of numbers to learn from "
         "('x': it is always 7)")),
        ("x\n" + "7\n" * 60, {"columns": ["x"]}, "'x' of 't.csv' cannot be used: it is always 7"),
        ("x,y\n" + "".join(f"{n},1\n" for n in range(60)) + ",2\n",
         {"missing": "drop", "columns": ["x", "y"]},
         "'y' of 't.csv' is always 1 in the rows without gaps"),
        (rows(), {"reads": "categories", "columns": ["a", "b"]}, "2 given; categories are read"),
        (rows(), {"reads": "images"}, ("source.reads: 't.csv' is a file; images are read from a "
         "folder")),
        ("n\n" + "one\n" * 60, {}, "'t.csv' holds 1 category (“one”); at least 2 are needed"),
        ("n,c\na,1\nb,2.5\n", {"counts": "c"}, ("source.counts: column 'c' of 't.csv' holds “2.5”; "
         "counts are whole numbers from 0 on")),
        ("n,c\na,1\nb,-2\n", {"counts": "c"}, "holds “-2”"),
        ("n,c\na,1\nb,x\n", {"counts": "c"}, "holds “x”"),
        ("n,c\na,1\nb,1e17\n", {"counts": "c"}, "line 3 of 't.csv' holds 1e+17; at most"),
        ("n,c\na,1\n,2\n", {}, "source.missing: line 3 of 't.csv' has no value in column 'n'"),
        ("n,c\na,1\nb,2\n", {"counts": "k"}, "source.counts: 't.csv' has no column 'k'"),
        ("n,c\na,1\nb,2\n", {"counts": "c", "columns": ["c"]}, "'c' is the column of categories"),
        ("a;b\n1;2\n", {"reads": "text"}, "0 columns of 't.csv' could be the text; name the one"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used(
    tmp_path: Path, text: str, settings: dict[str, Any], said: str
) -> None:
    assert said in refused(written(tmp_path / "t.csv", text), **settings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("only a few lines\n" * 10 + "\n".join(map(str, range(30))), "lines with words"),
        ("\n".join(chr(97 + n // 26) * 3 + chr(97 + n % 26) * 3 for n in range(60)),
         "in 't.txt' only 0 words occur more than once; at least 10 must"),
        ("short line of words\n" * 60 + "x" * 100_001, "line 61 of 't.txt' has 100,001 characters"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(written(tmp_path / "t.txt", text), reads="text")


def test_paths_that_are_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(tmp_path / "nowhere.csv") == (
        "source.path: 'nowhere.csv' cannot be read: No such file or directory"
    )
    os.mkfifo(tmp_path / "pipe")
    assert "'pipe' is no ordinary file" in refused(tmp_path / "pipe")
    assert "'null' is no ordinary file" in refused("/dev/null")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "'loop' cannot be read: Too many levels of symbolic links" in refused(tmp_path / "loop")
    assert "no name that a file can have" in refused("a\0b")
    assert "cannot be read" in refused("x" * 300)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("core.userdata.loading.os.open", denied)
    path = written(tmp_path / "t.csv", rows())
    assert refused(path) == "source.path: 't.csv' cannot be read: Permission denied"


def test_a_file_of_5_gb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(5 * 2**30)  # takes no room
    assert refused(path) == (
        "source.path: 'huge.csv' has 5,120 MB; at most 64 MB are read, so give a part of it"
    )


def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "t.csv", rows())
    check = loading._check

    def meanwhile(*given: Any) -> None:
        check(*given)
        with path.open("a") as file:
            file.write("1,2\n")

    monkeypatch.setattr(loading, "_check", meanwhile)
    assert "'t.csv' changed while it was read" in refused(path)


def test_without_a_file_everything_says_so() -> None:
    source = parse_source({"kind": "file"})
    for ask in (
        lambda: source.gives, lambda: source.law_known, source.universe, source.record_shape,
        source.description, source.to_copy, lambda: source.axes, lambda: source.types_noun,
    ):  # fmt: skip
        with pytest.raises(BadInput, match=r"^source\.path: no file chosen yet; give the path of"):
            ask()


CELL = st.one_of(
    st.integers(-3, 3).map(str), st.floats().map(repr), st.text(max_size=4),
    st.sampled_from(["", "NA", "x", "1,5", "?"]),
)  # fmt: skip


@given(
    table=st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6),
    times=st.integers(1, 40), separator=st.sampled_from([",", ";", "\t", "\n"]),
    reads=st.sampled_from(["auto", "numbers", "categories", "text"]),
    missing=st.sampled_from(["refuse", "drop"]), suffix=st.sampled_from([".csv", ".txt"]),
)  # fmt: skip
def test_any_table_is_understood_or_gets_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], times: int, separator: str,
    reads: str, missing: str, suffix: str,
) -> None:  # fmt: skip
    text = "\n".join(separator.join(row) for row in table * times)
    path = written(tmp_path_factory.mktemp("t") / f"t{suffix}", text.encode(errors="replace"))
    settings = {"kind": "file", "path": str(path), "reads": reads, "missing": missing}
    try:
        source: Source = parse_source(settings)
    except BadInput as error:
        said, field = str(error), error.field
    else:
        said, field = source.description(), "source"
        assert parse_source(source.model_dump(mode="json")) == source
    assert said.isprintable()
    assert field.startswith("source")
