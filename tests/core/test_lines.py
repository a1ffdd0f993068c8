"""What people type stays what it is: in names, in file names, in a terminal."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import library
from core.cli_progress import ProgressLine
from core.edits import cleaned
from core.errors import BadInput
from core.events import Progress, Step
from core.experiment import parse, parse_json
from core.lines import refusal, visible
from tests.small import ACCUMULATE, REPLACE, document, experiment
from tests.typed import HARMLESS, HOSTILE


@given(st.text(st.characters()))
def test_a_text_without_a_refusal_shows_all_that_it_holds(text):
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert bool(refusal(text)) == any(unicodedata.category(char) in unseen for char in text)


@given(st.text(st.characters()))
def test_a_terminal_is_given_nothing_to_act_on(text):
    shown = visible(text)
    assert not refusal(shown)
    shown.encode()  # no lone surrogate is left
    if not refusal(text):
        assert shown == text


@pytest.mark.parametrize("field", ["name", "about", "arm"])
@pytest.mark.parametrize("typed", HOSTILE)
def test_what_cannot_be_seen_is_refused_by_name(field, typed):
    given = {"arms": [REPLACE | {"name": typed}, ACCUMULATE]} if field == "arm" else {field: typed}
    why = r"one line without .*\(U\+[0-9A-F]{4,}.*take them out|it holds what is no character"
    for read in (parse, lambda document: parse_json(json.dumps(document))):  # \\u0000, and so on
        with pytest.raises(BadInput, match=why) as caught:
            read(document(**given))
        assert not refusal(str(caught.value))


@pytest.mark.parametrize("typed", ["", " ", "\u00a0 \u2003"])
def test_a_blank_name_is_refused(typed):
    for changes in ({"name": typed}, {"arms": [REPLACE | {"name": typed}]}):
        with pytest.raises(BadInput, match=r"^(arms\.0\.)?name: "):
            parse(document(**changes))


@pytest.mark.parametrize("field", ["name", "arm"])
def test_a_name_of_ten_thousand_characters_is_refused_in_a_short_sentence(field):
    long = "A" * 10_000
    given = {"arms": [REPLACE | {"name": long}]} if field == "arm" else {"name": long}
    with pytest.raises(BadInput, match="at most 60 characters") as caught:
        parse(document(**given))
    assert len(str(caught.value)) < 200


def test_other_names_are_kept_as_they_are():
    for typed in HARMLESS:
        assert experiment(name=typed, about=typed).name == typed


def test_what_web_pages_put_between_letters_is_left_out_of_an_edit():
    assert cleaned("\ufeffco\u00adopera\u200btion \u2060of") == "cooperation of"


@pytest.mark.parametrize(
    "name", ["..", "a/b\\c:d", "CON", "𠀀" * 60, "*?<>|", "~", "-rf", "a b.clab"]
)
def test_any_name_gives_a_file_that_can_be_made(name, tmp_path, monkeypatch):
    monkeypatch.setenv(library.HOME_VARIABLE, str(tmp_path))
    path = library.new_path(experiment(name=name, seed=2**63 - 1))
    assert path.parent == tmp_path
    path.with_name(f".{path.name}.123456.partial").write_text("")
    path.write_text("")
    assert library.new_path(experiment(name=name, seed=2**63 - 1)) != path


def test_an_arm_is_no_markup_of_the_terminal(capsys):
    names = ["[bold]loud[/bold]", "[/]", ":smile: [link=x]y[/link]"]
    arms = [REPLACE | {"name": name} for name in names]
    line = ProgressLine(experiment(arms=arms))
    with line:
        for name in names:
            line.show(Progress(1, name, Step.SAMPLE, 1, 2))
            line._console.print(line._bar.get_renderable())
    said = capsys.readouterr().err
    assert all(name in said for name in names)
