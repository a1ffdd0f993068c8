"""Draft: the settings being edited, as a document that may for now be wrong."""

import copy
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.arms import Arm
from core.control import control_of, make_control
from core.errors import BadInput
from core.experiment import Experiment, parse
from core.limits import check_memory

Document = dict[str, Any]


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
        self.experiment: Experiment | None = experiment
        self.problem: BadInput | None = None

    @property
    def arms(self) -> list[Document]:
        """The arms' documents, as they are typed; a copy."""
        return copy.deepcopy(self._document["arms"])

    def value(self, name: str) -> Any:
        """What stands under a name at the top of the document; a copy, None when left out."""
        return copy.deepcopy(self._document.get(name))

    def load(self, experiment: Experiment) -> None:
        """Start again from another experiment."""
        self._document = experiment.document()
        self.loaded.emit()
        self._check(replaced=True)

    def set(self, name: str, value: object) -> None:
        """Change a setting at the top of the document."""
        self._document[name] = value
        self._check()

    def set_part(self, name: str, part: Document) -> None:
        """Change the real data or the model; metrics that were chosen for another kind go."""
        if part.get("kind") != self._document[name].get("kind"):
            self._document.update(primary_metric="", metrics=[])
        self._document[name] = part
        self._offer_fitting_metrics()
        self._check()

    def _offer_fitting_metrics(self) -> None:
        """When one of the metrics that were chosen no longer fits, measure all that do."""
        try:
            fitting = parse(self._document | {"primary_metric": "", "metrics": []}).measured()
        except BadInput:
            return
        if not set(self._document.get("metrics", [])) <= set(fitting):
            self._document["metrics"] = []

    def swap_headline(self) -> None:
        """Make the compared arm the baseline, and the baseline the compared arm."""
        document = self._document
        document["baseline"], document["compare"] = document["compare"], document["baseline"]
        self._check()

    def set_arm(self, place: int, arm: Document) -> None:
        """Change an arm; when it is renamed, what refers to it follows."""
        before = self._document["arms"][place]["name"]
        for reference in ("baseline", "compare"):
            if self._document.get(reference) == before:
                self._document[reference] = arm["name"]
        self._document["arms"][place] = arm
        self._check()

    def add_arm(self) -> None:
        """Add an arm that replaces, with a name of its own."""
        self._insert(len(self.arms), {"name": "New arm", "retention": {"kind": "replace"}})

    def duplicate_arm(self, place: int) -> None:
        """Add a copy of an arm behind it."""
        self._insert(place + 1, self.arms[place])

    def missing_control(self, place: int) -> Arm | None:
        """The control that the verifier of an arm lacks; None where it needs or can have none."""
        if self.experiment is None:
            return None
        arm, names = self.experiment.arms[place], {one.name for one in self.experiment.arms}
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
        self._check(replaced=True)

    def _insert(self, place: int, arm: Document) -> None:
        names = [other["name"] for other in self._document["arms"]]
        arm["name"] = _unused(arm["name"], names)
        self._document["arms"].insert(place, arm)
        self._check(replaced=True)

    def _check(self, *, replaced: bool = False) -> None:
        try:
            self.experiment = parse(self._document)
            check_memory(self.experiment)
            self.problem = None
        except BadInput as problem:
            self.experiment, self.problem = None, problem
        else:
            self._document["baseline"] = self.experiment.baseline
            self._document["compare"] = self.experiment.compare
        if replaced:
            self.replaced.emit()
        self.changed.emit()


def _unused(name: str, taken: list[str]) -> str:
    """The name, with the first number behind it that makes it new."""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name} {number}"
    return candidate
