"""Texts by key, and the person's words in their place: marked, counted, told when out of date."""

import re
from dataclasses import replace

import pytest

from core.edits import Edit
from core.errors import BadInput
from core.report import export_markdown, export_pdf
from core.report.document import Figure, Listing, Paragraph, Table
from core.report.markdown import escaped
from core.report.narrative import narrative
from core.report.texts import EDITED, OUT_OF_DATE, State, edited, texts
from tests.report.pages import plain, words
from tests.report.runs import ended_at
from tests.small import ALL_ARMS, experiment, ran

RUNS = ("names_run", "gaussian_run", "digits_run")
FINDING = "result/finding"


@pytest.fixture(params=RUNS)
def run(request):
    return request.getfixturevalue(request.param)


def by_key(record, edits=None, length="four"):
    return {text.key: text for text in texts(narrative(record, length), edits or {})}


def edit_of(record, key, said, length="four"):
    return {key: Edit(by_key(record, length=length)[key].computed, said)}


def printed(document):
    """Every text of a document, whatever it is called."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            if isinstance(block, Listing):
                yield from (item.text for item in block.items)
            if isinstance(block, Table | Figure):
                yield block.caption
            if isinstance(block, Table) and block.notes:
                yield block.notes


@pytest.mark.parametrize("length", ["one", "four"])
def test_every_text_has_a_key_of_its_own(run, length):
    document = narrative(run, length)
    found = texts(document, {})
    assert len({text.key for text in found}) == len(found)
    own = replace(
        document, sections=tuple(one for one in document.sections if one.key != "references")
    )
    assert [text.computed for text in found] == list(printed(own))
    assert {text.state for text in found} == {State.COMPUTED}


def test_credits_and_citations_are_not_edited(names_run):
    assert not any(text.key.startswith("references/") for text in texts(narrative(names_run), {}))


def test_keys_stay_while_a_run_goes_on():
    early, late = ended_at(0.2, 0.97, done=2, finished=None), ended_at(0.2, 0.97)
    first, second = by_key(early), by_key(late)
    gone = first.keys() - second.keys()
    assert {first[key].computed for key in gone} == {
        text.computed for text in first.values() if text.computed.startswith("Every look at an")
    }
    changed = {key for key in first.keys() & second.keys() if first[key] != second[key]}
    assert {FINDING, "business/the-asset"} <= changed


def test_the_same_sentence_has_one_key_at_both_lengths(names_run):
    one, four = by_key(names_run, length="one"), by_key(names_run)
    shared = [key for key in one if key in four]
    assert [one[key].computed for key in shared] == [four[key].computed for key in shared]
    assert any(key.startswith("limits/") for key in shared)


def test_arms_called_like_the_five_steps_have_keys_of_their_own():
    arms = [ALL_ARMS[0] | {"name": name} for name in ("Sample", "Train", "Measure.", "Verify")]
    record = ran(experiment(arms=arms, generations=1))
    found = texts(narrative(record), {})
    assert len({text.key for text in found}) == len(found)


def test_without_edits_nothing_is_said_of_them(run):
    document = narrative(run)
    assert edited(document, {}) == document
    assert edited(document, {"no/such": Edit("a", "b")}) == document


@pytest.mark.parametrize("length", ["one", "four"])
def test_an_edited_text_is_marked_wherever_it_is_printed(names_run, tmp_path, length):
    edits = edit_of(names_run, FINDING, "My own words & <b>no markup</b>.", length)
    export_pdf(names_run, tmp_path / "run.pdf", edits=edits, length=length)
    export_markdown(names_run, tmp_path / "run.md", edits=edits)
    said = words(tmp_path / "run.pdf")
    assert f"My own words & <b>no markup</b>. {EDITED}" in said
    assert "1 of the" in said
    assert "edited by the author, and marked [edited]. All others" in said
    assert plain(by_key(names_run)[FINDING].computed) not in said
    text = (tmp_path / "run.md").read_text(encoding="utf-8")
    assert escaped(f"My own words & <b>no markup</b>. {EDITED}") in text
    assert "edited by the author" in text


def test_each_kind_of_text_can_be_edited_and_all_are_counted(names_run):
    computed = by_key(names_run)
    edits = {key: Edit(text.computed, f"Mine, {key}.") for key, text in computed.items()}
    document = edited(narrative(names_run), edits)
    found = [text for text in printed(document) if text.endswith(EDITED)]
    assert len(found) == len(computed)
    assert any(
        f"{len(computed)} of the {len(computed)} texts" in text for text in printed(document)
    )


def test_an_edit_of_a_text_that_has_changed_is_out_of_date():
    early, late = ended_at(0.2, 0.97, done=2, finished=None), ended_at(0.2, 0.97)
    edits = edit_of(early, FINDING, "Half of it is gone.")
    assert by_key(early, edits)[FINDING].state is State.EDITED
    assert by_key(late, edits)[FINDING].state is State.OUT_OF_DATE
    said = " ".join(printed(edited(narrative(late), edits)))
    assert f"Half of it is gone. {OUT_OF_DATE}" in said
    assert "marked [edited], or [edited, out of date] where the run read otherwise" in said
    assert "at that time (1)" in said
    assert OUT_OF_DATE not in " ".join(printed(edited(narrative(early), edits)))


def test_an_edit_whose_text_is_gone_is_left_out():
    early, late = ended_at(0.2, 0.97, done=2, finished=None), ended_at(0.2, 0.97)
    (key,) = by_key(early).keys() - by_key(late).keys()
    edits = edit_of(early, key, "A look is a look.")
    assert "A look is a look." not in " ".join(printed(edited(narrative(late), edits)))


def test_a_colon_that_leads_in_stays_last(names_run):
    key = next(key for key, text in by_key(names_run).items() if text.computed.endswith(":"))
    document = edited(narrative(names_run), edit_of(names_run, key, "In five steps:"))
    assert f"In five steps {EDITED}:" in list(printed(document))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\u0645\u0631\u062d\u0628\u0627", "edited text .* depends on others .*Arabic letter meem"),
        ("\u05e9\u05dc\u05d5\u05dd", "edited text .* depends on others .*Hebrew letter shin"),
        ("abc \u202e cba", "edited text .* invisible ones .*Right-to-left override"),
        ("\u4f60\u597d", "edited text .* neither .*Cjk unified"),
        ("\U0001f600", "edited text .* neither .*Grinning face"),
        ("zero\u200dwidth", "edited text .* invisible ones .*Zero width joiner"),
    ],
)
def test_what_the_fonts_lack_is_refused_with_a_sentence(
    names_run, machine_fonts, tmp_path, text, said
):
    edits = edit_of(names_run, FINDING, text)
    for export in (export_pdf, export_markdown):
        with pytest.raises(BadInput, match=said) as caught:
            export(names_run, tmp_path / "run", edits=edits)
        assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_one_word_without_end_stays_on_its_page(names_run, tmp_path):
    import pypdfium2

    computed = by_key(names_run)
    edits = {key: Edit(text.computed, "W" * 1500) for key, text in list(computed.items())[:12]}
    export_pdf(names_run, tmp_path / "run.pdf", edits=edits)
    with pypdfium2.PdfDocument(tmp_path / "run.pdf") as document:
        for page in document:
            dark = page.render(scale=1, grayscale=True).to_numpy().squeeze() < 250
            assert not dark[:, :50].any()
            assert not dark[:, -50:].any()
            page.close()


def test_the_same_edits_give_the_same_bytes(names_run, tmp_path):
    edits = edit_of(names_run, FINDING, "Mine.")
    for name in ("a.pdf", "b.pdf"):
        export_pdf(names_run, tmp_path / name, edits=edits)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_mark_is_never_taken_for_a_link(names_run, tmp_path):
    edits = edit_of(names_run, FINDING, "See [this](http://example.org) and ![that](x.png)")
    export_markdown(names_run, tmp_path / "run.md", edits=edits)
    text = (tmp_path / "run.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<!\\)\]\(http", text)
