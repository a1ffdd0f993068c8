"""Draft: the settings being edited, as a document that may for now be wrong."""

import copy
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.arms import Arm
from core.control import control_of, make_control
from core.errors import BadInput
from core.experiment import Experiment, parse
from core.limits import check_memory
from desktop_app.models.fields import form_fields
from desktop_app.models.history import History
from desktop_app.models.problem_words import in_words
from desktop_app.translation import tr

Document = dict[str, Any]

LONGEST = 40
"""Longest value in characters that is said of a change."""

OFF = "off"
"""Marks an arm of the draft that no experiment gets."""


class Draft(QObject):
    """A settings document, and either the experiment that it describes or what is wrong with it.

    Signal loaded: another experiment is to be shown. changed: something in it changed. replaced:
    forms have to read it afresh.
    """

    loaded = Signal()
    changed = Signal()
    replaced = Signal()

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        """Start from an experiment."""
        super().__init__(parent)
        self._document: Document = experiment.document()
        self.history = History(copy.deepcopy(self._document))
        self.experiment: Experiment | None = experiment
        self.problem: BadInput | None = None

    @property
    def arms(self) -> list[Document]:
        """The arms' documents, as they are typed; a copy. "off" marks one that is left out."""
        return copy.deepcopy(self._document["arms"])

    def value(self, name: str) -> Any:
        """What stands under a name at the top of the document; a copy, None when left out."""
        return copy.deepcopy(self._document.get(name))

    def load(self, experiment: Experiment) -> None:
        """Start again from another experiment."""
        self._document = experiment.document()
        self.loaded.emit()
        self._check(tr("settings of {name}").format(name=experiment.name), replaced=True)

    def restore(self, document: Document) -> None:
        """Take up a document as it was left, arms that are switched off included."""
        self._document = copy.deepcopy(document)
        self.loaded.emit()
        self._check(tr("settings as they were left"), replaced=True)

    @property
    def undo_words(self) -> str:
        """What would be undone; "" where nothing can be."""
        return self.history.undo_words

    @property
    def redo_words(self) -> str:
        """What would be done again; "" where nothing can be."""
        return self.history.redo_words

    def undo(self) -> None:
        """Take back the last change."""
        self._return_to(self.history.undo())

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._return_to(self.history.redo())

    def _return_to(self, document: Document) -> None:
        self._document = copy.deepcopy(document)
        self._check("", replaced=True)

    def set(self, name: str, value: object) -> None:
        """Change a setting at the top of the document."""
        self._document[name] = value
        self._check(say_setting(name, value), name)

    def set_part(self, name: str, part: Document) -> None:
        """Change the real data or the model; what was chosen for another kind goes."""
        another = part.get("kind") != self._document[name].get("kind")
        if another:
            self._document.update(primary_metric="", metrics=[])
        self._document[name] = part
        if another and name == "learner":
            for arm in self._document["arms"]:
                arm.pop("learner", None)
        self._offer_fitting_metrics()
        said = tr("real data") if name == "source" else tr("model")
        replaced = another and name == "learner"
        self._check(said, f"{name} {sorted(part)}", replaced=replaced)

    def _offer_fitting_metrics(self) -> None:
        """When one of the metrics that were chosen no longer fits, measure all that do."""
        try:
            anything = {"primary_metric": "", "metrics": []}
            fitting = parse(self._run_document() | anything).measured()
        except BadInput:
            return
        if not set(self._document.get("metrics", [])) <= set(fitting):
            self._document["metrics"] = []

    def swap_headline(self) -> None:
        """Make the compared arm the baseline, and the baseline the compared arm."""
        document = self._document
        document["baseline"], document["compare"] = document["compare"], document["baseline"]
        self._check(tr("baseline {arm}").format(arm=document["baseline"]))

    def set_arm(self, place: int, arm: Document) -> None:
        """Change an arm; when it is renamed, what refers to it follows."""
        before = self._document["arms"][place]["name"]
        for reference in ("baseline", "compare"):
            if self._document.get(reference) == before:
                self._document[reference] = arm["name"]
        self._document["arms"][place] = arm | self._off_mark(place)
        self._check(tr("settings of arm {arm}").format(arm=before), f"arm {place}")

    def switch_arm(self, place: int) -> None:
        """Leave an arm out of the run, but for the baseline, or take it in again."""
        arm = self._document["arms"][place]
        if not arm.pop(OFF, False) and arm["name"] != self._document.get("baseline"):
            arm[OFF] = True
            if self._document.get("compare") == arm["name"]:
                self._document["compare"] = ""
        said = tr("arm {arm} off") if OFF in arm else tr("arm {arm} on")
        self._check(said.format(arm=arm["name"]), replaced=True)

    def _off_mark(self, place: int) -> Document:
        arm = self._document["arms"][place]
        return {OFF: True} if arm.get(OFF) else {}

    def _running(self) -> list[int]:
        """The places of the arms that are not switched off."""
        return [place for place, arm in enumerate(self._document["arms"]) if not arm.get(OFF)]

    def add_arm(self) -> None:
        """Add an arm that replaces, with a name of its own."""
        self._insert(len(self.arms), {"name": tr("New arm"), "retention": {"kind": "replace"}})

    def duplicate_arm(self, place: int) -> None:
        """Add a copy of an arm behind it, switched on."""
        copied = self.arms[place]
        copied.pop(OFF, None)
        self._insert(place + 1, copied)

    def missing_control(self, place: int) -> Arm | None:
        """The control that the verifier of an arm lacks; None where it needs or can have none."""
        running = self._running()
        if self.experiment is None or place not in running:
            return None
        arm = self.experiment.arms[running.index(place)]
        names = {one["name"] for one in self._document["arms"]}
        if control_of(self.experiment, arm) is not None:
            return None
        try:
            return make_control(arm, names)
        except ValueError:
            return None

    def add_control(self, place: int) -> None:
        """Add behind an arm the control that its verifier lacks."""
        control = self.missing_control(place)
        if control is not None:
            dumped = control.model_dump(mode="json", exclude_none=True, serialize_as_any=True)
            self._insert(place + 1, dumped)

    def remove_arm(self, place: int) -> None:
        """Remove an arm; the default takes its place where it was the baseline or compared."""
        removed = self._document["arms"].pop(place)
        for reference in ("baseline", "compare"):
            if self._document.get(reference) == removed["name"]:
                self._document[reference] = ""
        if not self._document.get("baseline"):  # the next one may be the arm that is compared
            self._document["compare"] = ""
        self._check(tr("removal of {arm}").format(arm=removed["name"]), replaced=True)

    def _insert(self, place: int, arm: Document) -> None:
        names = [other["name"] for other in self._document["arms"]]
        arm["name"] = _unused(arm["name"], names)
        self._document["arms"].insert(place, arm)
        self._check(tr("arm {arm} added").format(arm=arm["name"]), replaced=True)

    def _check(self, words: str, what: str = "", *, replaced: bool = False) -> None:
        """Read the document afresh, and remember in words what has been changed."""
        try:
            self.experiment = parse(self._run_document())
            check_memory(self.experiment)
            self.problem = None
        except BadInput as problem:
            self.experiment = None
            self.problem = in_words(self._placed(problem), self._document)
        else:
            self._document["baseline"] = self.experiment.baseline
            self._document["compare"] = self.experiment.compare
        self.history.note(copy.deepcopy(self._document), words, what)
        if replaced:
            self.replaced.emit()
        self.changed.emit()

    def _run_document(self) -> Document:
        """The document without the arms that are switched off."""
        return self._document | {"arms": [self._document["arms"][at] for at in self._running()]}

    def _placed(self, problem: BadInput) -> BadInput:
        """A problem with an arm, by the arm's place among all of them rather than in the run."""
        part, _, rest = problem.field.partition(".")
        number, _, setting = rest.partition(".")
        if part != "arms" or not number.isdigit():
            return problem
        field = ".".join(filter(None, (part, str(self._running()[int(number)]), setting)))
        return BadInput(str(problem).replace(problem.field, field, 1), field)


def say_setting(name: str, value: object) -> str:
    """A setting and its value, such as "sample size n 500"."""
    (field,) = form_fields(Experiment, (name,))
    said = field.show(value) if value != "" else tr("none")
    return f"{field.title[:1].lower()}{field.title[1:]} {said[:LONGEST]}"


def _unused(name: str, taken: list[str]) -> str:
    """The name, with the first number behind it that makes it new."""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name} {number}"
    return candidate
