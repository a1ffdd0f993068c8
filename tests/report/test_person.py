"""Who sends it: in the head of the PDF, with links that lead where they say."""

import pypdf
import pytest

from core.errors import BadInput
from core.report import export_pdf
from core.report.person import person_of
from tests.report.pages import words
from tests.report.runs import ended_at


@pytest.fixture(scope="module")
def record():
    return ended_at(0.2, 0.97)


def addresses(path):
    page = pypdf.PdfReader(path).pages[0]
    found = [one.get_object() for one in page.get("/Annots", [])]
    return [one["/A"]["/URI"] for one in found if "/URI" in one.get("/A", {})]


def test_name_role_and_links_are_in_the_head(record, tmp_path):
    export_pdf(
        record, tmp_path / "run.pdf", person="Ada Example", role="AI governance analyst",
        links=["https://www.example.org/ada/", "ada@example.org", "example.net/a?b=1&c=2"],
        created="2025-11-22",
    )  # fmt: skip
    said = words(tmp_path / "run.pdf")
    assert "Ada Example · seeking: AI governance analyst · 2025-11-22" in said
    assert "example.org/ada · ada@example.org · example.net/a?b=1&c=2" in said
    assert addresses(tmp_path / "run.pdf")[:3] == [
        "https://www.example.org/ada/",
        "mailto:ada@example.org",
        "https://example.net/a?b=1&c=2",
    ]
    assert pypdf.PdfReader(tmp_path / "run.pdf").metadata.author == "Ada Example"


def test_nobody_leaves_no_line(record, tmp_path):
    export_pdf(record, tmp_path / "run.pdf")
    assert "seeking" not in words(tmp_path / "run.pdf")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "A" * 10_000}, "person: 10,000 characters given; at most 100 are printed"),
        ({"role": "a\nb"}, "role: text must be one line without control characters"),
        ({"role": "\u5de5\u7a0b\u5e08"}, "role: has characters"),
        ({"links": ["javascript:alert(1)"]}, r"link: 'javascript:alert\(1\)' given; write a web"),
        ({"links": ["file:///etc/passwd"]}, "link: 'file:"),
        ({"links": ["https://user:secret@example.org"]}, "link: 'https://user"),
        ({"links": ["not a link"]}, "link: 'not a link' given"),
        ({"links": ["https://example.org/" + "x" * 300]}, "link: 320 characters given"),
        ({"links": ["example.org"] * 5}, "link: 5 given; at most 4 are printed"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(machine_fonts, given, said):
    with pytest.raises(BadInput, match=said) as caught:
        person_of(**given)
    assert "\n" not in str(caught.value)
