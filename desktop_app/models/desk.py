"""One run's write-up at hand: its texts and their edits, its pages, its files; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import edits, runfile
from core.edits import Edit
from core.errors import BadInput
from core.records import AnyArray

if TYPE_CHECKING:
    from core.record import RunRecord
    from core.report.document import Document
    from core.report.length import Length
    from core.report.precision import Facts, Remark
    from core.report.texts import Text

LENGTHS = ("one", "four")
"""Of a write-up, as `core.report` calls them."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How the PDF is to be made; personal details among them, so none of it is in a run file."""

    person: str = ""
    role: str = ""
    links: tuple[str, ...] = ()
    length: str = "four"
    paper: str = "a4"

    def as_given(self) -> dict[str, Any]:
        """As `core.report.export_pdf` calls them."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts as they stand, what the precision check says of edited ones, and how long it is.

    refused: what is wrong with texts that were typed and not kept. adrift: edits whose text this
    run no longer has. head: remarks on the title and the question, which are settings. problem:
    why no edits could be read; "" when they could.
    """

    texts: "tuple[Text, ...]"
    remarks: "Mapping[str, list[Remark]]"
    refused: Mapping[str, str]
    adrift: Mapping[str, Edit]
    length: "Length"
    head: "tuple[Remark, ...]" = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages of the real PDF, uint8 [height, width, 3] each; problem: why there are none."""

    pages: list[AnyArray] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    path: Path


class Desk:
    """Reads, edits and draws the write-up of one run file; for one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Hold the path; the file is opened when it is first read."""
        self.path = path
        self._record: RunRecord | None = None
        self._created = ""
        self._edits: dict[str, Edit] = {}
        self._problem = ""
        self._computed: dict[str, Document] = {}
        self._facts: Facts | None = None
        self._printed: tuple[object, bytes] | None = None

    def read(self, length: str, typed: "Mapping[str, str | None]") -> Reading:
        """Keep what was typed (None: go back to the computed text), and read everything.

        Raises BadInput when the run cannot be read, or its file not be written.
        """
        from core.report.length import length as length_of
        from core.report.precision import check_edits, precision_check
        from core.report.texts import texts

        document = self._document(length)
        assert self._facts is not None
        refused = self._keep(typed)
        found = texts(document, self._edits)
        refused = _unprintable(found) | refused
        remarks = check_edits(self._facts, found)
        known = self._originals()
        adrift = {key: edit for key, edit in self._edits.items() if key not in known}
        head = f"{document.title}. {document.about}"
        return Reading(
            tuple(found), remarks, refused, adrift, length_of(document, found),
            tuple(precision_check(head, self._facts)), self._problem,
        )  # fmt: skip

    def reset_all(self, length: str) -> Reading:
        """Go back to the computed texts.

        Raises BadInput when the file cannot be written.
        """
        edits.reset_all(self.path)
        self._edits, self._problem = {}, ""
        return self.read(length, {})

    def draw(self, choices: Choices, width: int) -> Drawn:
        """The pages as they would be printed, so many pixels wide."""
        from core.report.pages import rasterised

        try:
            return Drawn(rasterised(self._pdf(choices), width))
        except BadInput as problem:
            return Drawn(problem=str(problem))

    def write(self, kind: str, target: Path, choices: Choices) -> Written:
        """Write the PDF, Markdown, CSV, PROV-JSON or JSON.

        Raises BadInput when it cannot be written.
        """
        from core import report
        from core.provenance import export_prov

        record = self._opened()
        given = choices.as_given() | {"created": self._created, "edits": self._edits}
        match kind:
            case "pdf":
                report.export_pdf(record, target, **given)
            case "md":
                of_pages = ("length", "paper")
                given = {name: value for name, value in given.items() if name not in of_pages}
                report.export_markdown(record, target, **given)
            case "csv":
                report.export_csv(record, target)
            case "prov.json":
                export_prov(record, target, self._created)
            case _:
                report.export_json(record, target)
        return Written(target)

    def _pdf(self, choices: Choices) -> bytes:
        """The PDF; the one before where nothing but the size of the window has changed."""
        from core.report import pdf
        from core.report.person import person_of
        from core.report.texts import edited

        made_of = (choices, dict(self._edits))
        if self._printed is None or self._printed[0] != made_of:
            person = person_of(choices.person, choices.role, choices.links)
            document = replace(self._document(choices.length), person=person)
            printed = pdf.render(edited(document, self._edits), choices.paper)
            self._printed = made_of, printed
        return self._printed[1]

    def _document(self, length: str) -> "Document":
        """The computed write-up; made once.

        Raises BadInput when the run cannot be read or printed.
        """
        from core.report.export import computed
        from core.report.precision import facts_of

        if not self._computed:
            record = self._opened()
            found = {each: computed(record, each, created=self._created) for each in LENGTHS}
            self._facts = facts_of(record, found["four"])
            self._computed = found
        return self._computed[length]

    def _opened(self) -> "RunRecord":
        """The run with its edits; the file is read once.

        Raises BadInput when it cannot be.
        """
        if self._record is None:
            record = runfile.open_record(self.path)
            _, self._created, _ = runfile.headline(self.path)
            try:
                self._edits = edits.load(self.path)
            except BadInput as problem:
                self._problem = str(problem)
            self._record = record
        return self._record

    def _keep(self, typed: "Mapping[str, str | None]") -> dict[str, str]:
        """Keep what can be kept; returns what is wrong with the rest."""
        refused = {}
        for key, said in typed.items():
            try:
                self._keep_one(key, said)
            except BadInput as problem:
                refused[key] = str(problem)
        return refused

    def _keep_one(self, key: str, said: str | None) -> None:
        from core.report.texts import check_text

        computed = self._originals().get(key)
        text = None if said is None else check_text(said)
        if text is None or text == computed:
            edits.reset(self.path, key)
            self._edits.pop(key, None)
        elif computed is not None:
            edit = Edit(computed, text)
            edits.save(self.path, key, edit)
            self._edits[key] = edit

    def _originals(self) -> dict[str, str]:
        """Every computed text, of both lengths, by its key."""
        from core.report.texts import texts

        every = (text for document in self._computed.values() for text in texts(document, {}))
        return {text.key: text.computed for text in every}


def _unprintable(found: "list[Text]") -> dict[str, str]:
    """What is wrong with edits that came with the file, and that the fonts cannot print."""
    from core.report.texts import State, check_text

    wrong = {}
    for text in found:
        if text.state is not State.COMPUTED:
            try:
                check_text(text.text)
            except BadInput as problem:
                wrong[text.key] = str(problem)
    return wrong
