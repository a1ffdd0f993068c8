"""Names in any script: set in a font that has them and embedded, or refused; never as boxes."""

import os
import re
import threading
from functools import partial

import pypdf
import pytest

from core.errors import BadInput
from core.report import export_figures, export_markdown, export_pdf, fonts, installed
from core.report.lock import LOCK
from core.report.person import person_of
from tests.report.fonts import make_font, undrawn
from tests.report.pages import fonts as fonts_of
from tests.report.pages import words
from tests.report.runs import ended_at
from tests.small import ACCUMULATE, REPLACE

NAME, ARM, PERSON = "研究の題名", "入れ替え（モデル）", "山田 直子"
HANGUL = "한국어 팔"
JAPANESE = frozenset(NAME + ARM + PERSON + "集\u3000") - {" "}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Tiny fonts: of Japanese, of Hangul, and of every kind that cannot be used."""
    folder = tmp_path_factory.mktemp("fonts")
    make_font(folder / "VL-Gothic-Regular.ttf", JAPANESE)
    make_font(folder / "NanumGothic.ttf", HANGUL)
    make_font(folder / "Zufall.ttf", JAPANESE)
    make_font(folder / "NotoSansA-Empty.ttf", JAPANESE, ink=False)
    make_font(folder / "NotoSansB-LastResort.ttf", {*JAPANESE, "\u0378"})
    make_font(folder / "NotoSansC-Forbidden.ttf", JAPANESE, fs_type=2)
    make_font(folder / "NotoSansD-Outlines.ttf", JAPANESE, outlines="CFF ")
    (folder / "NotoSansE-Damaged.ttf").write_bytes(b"\x00\x01\x00\x00 no font")
    (folder / "NotoSansF-Picture.otf").write_bytes(b"OTTO")
    return folder


@pytest.fixture
def fonts_here(machine_fonts, folder):
    machine_fonts += sorted(folder.iterdir(), reverse=True)


def record_of(name=NAME, arm=ARM, about=""):
    other = f"Накопление αβγ {HANGUL}" if arm == ARM else "Accumulate"
    arms = [REPLACE | {"name": arm}, ACCUMULATE | {"name": other}]
    return ended_at(0.2, 0.97, arms=arms, name=name, about=about)


def test_names_in_other_scripts_are_everywhere_and_in_embedded_subsets(fonts_here, tmp_path):
    target = tmp_path / "run.pdf"
    export_pdf(record_of(), target, person=PERSON, role="集集", created="2025-11-22")
    said = words(target)
    assert f"{ARM} collapsed" in said
    assert said.count(ARM) > 5  # text, chart, tables
    assert f"{PERSON} · seeking: 集集" in said
    assert said.count(f"Collapse Lab · {NAME}") == len(pypdf.PdfReader(target).pages)
    assert pypdf.PdfReader(target).metadata.title == NAME
    assert pypdf.PdfReader(target).metadata.author == PERSON
    names = {str(font["/BaseFont"]) for font in fonts_of(target)}
    assert {name.partition("+")[2] for name in names} >= {"VL-Gothic-Regular", "NanumGothic"}
    for font in fonts_of(target):
        assert re.match("/[A-Z]{6}[+]", font["/BaseFont"]), "not a subset"
        assert "/FontFile2" in font["/FontDescriptor"], font["/BaseFont"]
    assert not undrawn(target)


def test_boxes_would_be_seen(fonts_here, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "check", lambda *_: None)
    monkeypatch.setattr(installed, "faces_for", lambda _: {})
    export_pdf(record_of(ARM, "Replace"), tmp_path / "run.pdf", length="one")
    assert undrawn(tmp_path / "run.pdf")


def test_the_same_run_gives_the_same_bytes(fonts_here, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        export_pdf(record_of(), tmp_path / name, person=PERSON)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_figures_and_markdown_have_the_name_too(fonts_here, tmp_path):
    export_figures(record_of(), tmp_path / "figures")  # a missing glyph would be a warning
    export_markdown(record_of(), tmp_path / "run.md")
    said = (tmp_path / "run.md").read_text(encoding="utf-8")
    assert said.startswith(f"# {NAME}\n")
    assert ARM in said
    assert ARM in words(tmp_path / "figures" / "curves.pdf")
    assert not undrawn(tmp_path / "figures" / "curves.pdf")


def test_well_known_fonts_come_first_and_unusable_ones_never(fonts_here):
    chosen = installed.faces_for(frozenset("集한"))
    assert chosen == {"集": "Installed-VL-Gothic-Regular", "한": "Installed-NanumGothic"}
    order = list(installed.files())
    assert order.index("Installed-VL-Gothic-Regular") < order.index("Installed-Zufall")


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no quotes in the names of files")
def test_a_font_may_have_any_name(machine_fonts, tmp_path):
    plain = make_font(tmp_path / "Plain.ttf", JAPANESE)
    machine_fonts.append(plain.rename(tmp_path / 'Größe, "fett" & <b>.ttf'))
    export_pdf(record_of(arm="Replace"), tmp_path / "run.pdf", person=PERSON, length="one")
    assert PERSON in words(tmp_path / "run.pdf")
    assert not undrawn(tmp_path / "run.pdf")


def test_one_font_sets_the_whole_of_a_text_where_it_can(machine_fonts, tmp_path):
    machine_fonts += [
        make_font(tmp_path / "NotoSansPart.ttf", "研究"),
        make_font(tmp_path / "Whole.ttf", "研究題名"),
    ]
    assert fonts.runs(fonts.SANS, "On 研究題名") == (
        (fonts.SANS, "On "),
        ("Installed-Whole", "研究題名"),
    )


def test_latin_greek_and_cyrillic_look_for_no_font(monkeypatch, tmp_path):
    monkeypatch.setattr(installed, "files", pytest.fail)
    arms = [REPLACE | {"name": "Ρέπλικα"}, ACCUMULATE | {"name": "Ёлка"}]
    export_pdf(ended_at(0.2, 0.9, name="Ślepy żółw", arms=arms), tmp_path / "run.pdf")
    assert not undrawn(tmp_path / "run.pdf")


def test_letters_are_composed_with_their_accents(machine_fonts):
    assert fonts.runs(fonts.SERIF, "Zu\u0308rich") == ((fonts.SERIF, "Z\u00fcrich"),)


REFUSED = {
    "Hebrew": ("שלום", "depends on others .*U\\+05E9 Hebrew letter shin"),
    "Arabic": ("علي", "depends on others .*U\\+0639 Arabic letter ain"),
    "Devanagari with signs": ("रक्षा", "depends on others .*U\\+094D Devanagari sign virama"),
    "Thai with tone marks": ("ก้อง", "depends on others .*U\\+0E49 Thai character mai tho"),
    "jamo": ("\u1112", "depends on others .*U\\+1112"),
    "Mongolian": ("\u182e\u1823", "depends on others .*U\\+182E"),
    "accents alone": (
        "Ad\u1eb9\u0301k\u1ecd\u0301",
        "depends on others .*U\\+0301 Combining acute",
    ),
    "no font": ("ᏣᎳᎩ", "neither the fonts .* install one .*"),
    "no colour": ("\U0001f600", "U\\+1F600 Grinning face\\); install"),
    "private": ("\ue000", "invisible ones \\(U\\+E000\\); take them out"),
    "direction": ("a\u202eb", "Right-to-left override\\); take them out"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_come_out_wrong_is_refused_with_a_sentence(fonts_here, case):
    said, why = REFUSED[case]
    with pytest.raises(BadInput, match=rf"^field: .*{why}") as caught:
        fonts.check("field", said)
    assert len(str(caught.value)) < 400


def test_a_refusal_names_the_field(machine_fonts, tmp_path):
    with pytest.raises(BadInput, match=r"^person: "):
        person_of(name=PERSON)
    with pytest.raises(BadInput, match=r"^role: "):
        person_of(role="集")
    with pytest.raises(BadInput, match=r"^link: "):
        person_of(links=["example.org/日本"])
    for given, field in (
        ({"name": NAME}, "name"),
        ({"name": "Plain", "about": "何"}, "about"),
        ({"name": "Plain"}, "arms.0.name"),
    ):
        record = record_of(**given)
        with pytest.raises(BadInput, match=rf"^{field}: has characters that neither"):
            export_pdf(record, tmp_path / "run.pdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "make_known",
    [fonts.register.__wrapped__, partial(installed.registered, "Installed-NanumGothic")],
)
def test_fonts_are_made_known_while_no_other_thread_sets_pages(fonts_here, make_known):
    other = threading.Thread(target=make_known)
    with LOCK:
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join()
