"""The desk: what is typed is kept or refused, told apart by run, and printed as it is shown."""

import pypdf
import pytest

from core import edits, runfile
from core.edits import Edit
from core.errors import BadInput
from core.report.texts import State
from core.run_database import opened
from core.session import Session
from desktop_app.models.desk import Choices, Desk
from tests.small import ACCUMULATE, REPLACE, experiment

FINDING = "result/finding"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "run.clab"
    assert list(Session.create(experiment(arms=[REPLACE, ACCUMULATE]), path).events())
    return path


@pytest.fixture
def desk(whole, tmp_path):
    runfile.copy(whole, tmp_path / "run.clab")
    return Desk(tmp_path / "run.clab")


def state(reading, key=FINDING):
    return next(text.state for text in reading.texts if text.key == key)


def test_nothing_is_edited_at_first(desk):
    found = desk.read("four", {})
    assert {text.state for text in found.texts} == {State.COMPUTED}
    assert (found.remarks, found.refused, found.adrift, found.problem) == ({}, {}, {}, "")
    words = sum(len(text.text.split()) for text in found.texts)
    assert found.length.story + found.length.reference == words
    assert found.length.minutes == max(1, round(found.length.story / 238))


def test_what_was_typed_is_kept_remarked_and_reset(desk):
    found = desk.read("four", {FINDING: " This proves\nit. "})
    assert edits.load(desk.path)[FINDING].text == "This proves it."
    assert state(found) is State.EDITED
    assert [remark.found for remark in found.remarks[FINDING]] == ["proves"]
    assert state(Desk(desk.path).read("four", {})) is State.EDITED
    assert state(desk.read("four", {FINDING: None})) is State.COMPUTED
    assert edits.load(desk.path) == {}


def test_the_computed_text_typed_again_is_no_edit(desk):
    computed = next(text for text in desk.read("four", {}).texts if text.key == FINDING).computed
    desk.read("four", {FINDING: "Mine."})
    assert state(desk.read("four", {FINDING: f"  {computed} "})) is State.COMPUTED
    assert edits.load(desk.path) == {}


def test_what_cannot_be_kept_is_refused_and_the_rest_is_kept(desk):
    other = desk.read("four", {}).texts[1].key
    found = desk.read("four", {FINDING: "\u05e9", other: "Mine."})
    assert list(found.refused) == [FINDING]
    assert "Hebrew letter shin" in found.refused[FINDING]
    assert list(edits.load(desk.path)) == [other]


def test_a_text_that_the_run_does_not_have_is_not_kept(desk):
    desk.read("four", {"no/such": "Mine."})
    assert edits.load(desk.path) == {}


def test_a_file_in_use_refuses_and_says_so(desk):
    desk.read("four", {})
    writer = runfile.RunWriter(desk.path)
    try:
        found = desk.read("four", {FINDING: "Mine."})
    finally:
        writer.close()
    assert "in use by another run" in found.refused[FINDING]
    assert state(found) is State.COMPUTED


def test_an_edit_of_another_state_of_the_run_is_out_of_date_or_adrift(desk):
    edits.save(desk.path, FINDING, Edit("as it was", "Mine."))
    edits.save(desk.path, "limits/gone", Edit("as it was", "Mine too."))
    found = desk.read("four", {})
    assert state(found) is State.OUT_OF_DATE
    assert list(found.adrift) == ["limits/gone"]
    assert state(desk.read("four", {FINDING: "Mine."})) is State.EDITED
    found = desk.reset_all("four")
    assert state(found) is State.COMPUTED
    assert found.adrift == {}
    assert edits.load(desk.path) == {}


def test_hostile_edits_are_told_and_can_be_dropped(desk):
    with opened(desk.path) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO edits VALUES (?, '{')", (FINDING,))
    found = desk.read("four", {})
    assert "damaged" in found.problem
    assert state(found) is State.COMPUTED
    assert desk.reset_all("four").problem == ""


def test_an_edit_of_a_file_that_cannot_be_printed_is_told_beside_its_text(desk):
    edits.save(desk.path, FINDING, Edit("as it was", "\u05e9\u05dc\u05d5\u05dd"))
    assert "Hebrew letter shin" in desk.read("four", {}).refused[FINDING]
    problem = desk.draw(Choices(), 100).problem
    assert problem.startswith(f"edited text '{FINDING}': has characters")


def test_the_title_and_the_question_are_read_too(whole, tmp_path):
    path = tmp_path / "claims.clab"
    asked = experiment(arms=[REPLACE], about="This proves that data always collapse.")
    assert list(Session.create(asked, path).events())
    said = ["proves", "always", "collapse"]
    assert [remark.found for remark in Desk(path).read("one", {}).head] == said
    assert Desk(whole).read("one", {}).head == ()


def test_the_pages_are_those_of_the_file_that_is_written(desk, tmp_path):
    choices = Choices("Ada Example", "Data steward", ("example.org",), "one", "letter")
    desk.read("one", {FINDING: "Mine."})
    drawn = desk.draw(choices, 300)
    assert desk.write("pdf", tmp_path / "run.pdf", choices).path == tmp_path / "run.pdf"
    printed = (tmp_path / "run.pdf").read_bytes()
    assert desk._pdf(choices) == printed
    pages = pypdf.PdfReader(tmp_path / "run.pdf").pages
    assert len(drawn.pages) == len(pages)
    for picture, page in zip(drawn.pages, pages, strict=True):
        ratio = float(page.mediabox.height) / float(page.mediabox.width)
        assert picture.shape == (pytest.approx(300 * ratio, abs=1), 300, 3)
        assert picture.min() < 60
        assert (picture == 255).mean() > 0.5


def test_another_width_does_not_typeset_the_pages_again(desk, monkeypatch):
    assert desk.draw(Choices(), 100).pages[0].shape[1] == 100
    monkeypatch.delattr("core.report.pdf.render")
    assert desk.draw(Choices(), 200).pages[0].shape[1] == 200
    with pytest.raises(AttributeError, match="render"):
        desk.draw(Choices(paper="letter"), 200)


def test_an_edit_changes_the_picture(desk):
    before = desk.draw(Choices(), 300).pages[0]
    desk.read("four", {FINDING: "Mine."})
    after = desk.draw(Choices(), 300).pages[0]
    assert (before[:120] != after[:120]).any()


def test_a_person_that_cannot_be_printed_is_one_sentence(desk):
    drawn = desk.draw(Choices(links=("file:///x",)), 300)
    assert drawn.pages == []
    assert drawn.problem.startswith("link: 'file:///x' given")


@pytest.mark.parametrize(("kind", "start"), [("md", "# Small"), ("csv", "arm,"), ("json", "{")])
def test_every_kind_of_file_is_written(desk, tmp_path, kind, start):
    desk.read("four", {FINDING: "Mine, as I see it."})
    desk.write(kind, tmp_path / f"run.{kind}", Choices())
    text = (tmp_path / f"run.{kind}").read_text(encoding="utf-8")
    assert text.startswith(start)
    assert ("Mine, as I see it." in text) == (kind == "md")


def test_personal_details_are_never_in_the_run(desk, tmp_path):
    choices = Choices("Ada Lovelace Example", "Data steward", ("ada@example.org",))
    desk.read("four", {FINDING: "Mine."})
    desk.draw(choices, 100)
    desk.write("pdf", tmp_path / "run.pdf", choices)
    held = desk.path.read_bytes()
    for detail in (b"Lovelace", b"steward", b"ada@example.org"):
        assert detail not in held


def test_a_run_that_is_gone_is_one_sentence(tmp_path):
    with pytest.raises(BadInput, match="No such file"):
        Desk(tmp_path / "gone.clab").read("four", {})
