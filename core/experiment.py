"""What to run: Experiment; frozen, validated, JSON in and out."""

import json
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError, field_validator, model_validator

from core import registry
from core.arms import Arm, Document, Name, printable
from core.consistency import check_parts
from core.errors import BadInput
from core.metrics.base import CONTROLS, Metric
from core.refusal import refused

if TYPE_CHECKING:
    from core.learners.base import Learner as AnyLearner
    from core.sources.base import Source as AnySource
else:
    AnySource = registry.any_of("sources")
    AnyLearner = registry.any_of("learners")

MAX_DOCUMENT = 1_000_000
"""Longest settings document that is read, in characters or bytes."""


class Experiment(Document):
    """Everything that decides a run's numbers; the headline is named before the run."""

    name: Name = Field(title="Name", description="The experiment's title.")
    about: str = Field(
        "", max_length=400, title="About", description="What it asks, in a sentence."
    )
    seed: int = Field(
        0, ge=0, lt=2**63, title="Seed", description="The same seed gives the same numbers."
    )
    # From 1 on for a person to choose: 0 is an audit of a single generation.
    generations: int = Field(
        10, ge=0, le=1000, title="Generations", description="Models fitted after the first one.",
        json_schema_extra={"minimum": 1},
    )  # fmt: skip
    sample_size: int = Field(
        1000,
        ge=2,
        le=1_000_000,
        title="Sample size n",
        description="Real records that generation 0 trains on, and records each generation emits.",
    )
    replicates: int = Field(
        20,
        ge=1,
        le=20_000,
        title="Replicates",
        description="The whole experiment again on other random streams; intervals need them.",
    )
    baseline: str = Field("", title="Baseline arm", description="The others are compared with it.")
    compare: str = Field("", title="Compared arm", description="Shown beside the baseline.")
    primary_metric: str = Field(
        "", title="Primary metric", description="What the verdict is about."
    )
    source: AnySource = Field(title="Real data", description="Where real records come from.")
    learner: AnyLearner = Field(title="Model", description="The generative model that is refitted.")
    arms: tuple[Arm, ...] = Field(min_length=1, max_length=12, title="Arms", description="Regimes.")
    metrics: tuple[str, ...] = Field(
        (), title="Metrics", description="What is measured; all that fit when left out."
    )

    @field_validator("name", "about")
    @classmethod
    def _one_line(cls, text: str) -> str:
        return printable(text)

    @model_validator(mode="before")
    @classmethod
    def _fill_names(cls, data: Any) -> Any:
        """Default the baseline to the first arm and the compared arm to the second."""
        arms = data.get("arms") if isinstance(data, dict) else None
        if not isinstance(arms, (list, tuple)):
            return data
        names = [
            arm.get("name") if isinstance(arm, dict) else getattr(arm, "name", "") for arm in arms
        ]
        data = dict(data)
        if not data.get("baseline") and names:
            data["baseline"] = names[0]
        if not data.get("compare"):
            data["compare"] = next((name for name in names if name != data["baseline"]), "")
        return data

    @model_validator(mode="after")
    def _parts_fit(self) -> "Experiment":
        check_parts(self)
        return self

    @property
    def recorded(self) -> bool:
        """Whether this is an audit: its generations exist already, and nothing is fitted."""
        return self.learner.recorded

    def fitting(self) -> list[str]:
        """The metrics that fit the records and every arm's model, headlines first."""
        return fitting_metrics(self.source, *self.learners())

    def measured(self) -> list[str]:
        """The metrics of this run, by name: those listed, or all that fit.

        Those that a theorem holds in any run are always among them.
        """
        fitting = self.fitting()
        if not self.metrics:
            return fitting
        plugins = registry.plugins("metrics")
        checks = [name for name in fitting if plugins[name].always and name not in self.metrics]
        return [*self.metrics, *checks]

    def judged(self) -> list[str]:
        """The metrics of this run that a verdict may be about: all but the controls."""
        plugins = registry.plugins("metrics")
        return [name for name in self.measured() if plugins[name].family not in CONTROLS]

    def primary(self) -> str:
        """The primary metric: the one named, or the default for this learner or kind of records.

        A control only where nothing else is measured.
        """
        if self.primary_metric:
            return self.primary_metric
        measured = self.judged() or self.measured()
        wanted = self.learner.primary or DEFAULT_PRIMARY[self.source.gives.value]
        return wanted if wanted in measured else measured[0]

    def named_arms(self) -> list[str]:
        """The baseline and the arm named for comparison, if there is one; fixed before the run."""
        return [arm for arm in (self.baseline, self.compare) if arm]

    def arm(self, name: str) -> Arm:
        """The arm of that name.

        Raises StopIteration when there is none.
        """
        return next(arm for arm in self.arms if arm.name == name)

    def learner_of(self, arm: str) -> "AnyLearner":
        """The model that an arm fits: the run's, with what the arm sets differently.

        Raises pydantic's ValidationError for settings that the model does not have.
        """
        own = self.arm(arm).learner
        if not own:
            return self.learner
        return type(self.learner).model_validate(self.learner.model_dump() | own)

    def of_arm(self, arm: str) -> "Experiment":
        """The same experiment, with an arm's model for all."""
        own = self.learner_of(arm)
        return self if own is self.learner else self.model_copy(update={"learner": own})

    def learners(self) -> "list[AnyLearner]":
        """The models that arms fit, each once."""
        found = [self.learner_of(arm.name) for arm in self.arms]
        return [one for place, one in enumerate(found) if one not in found[:place]]

    @property
    def device(self) -> str:
        """What computes fits, of some arms at least, beside the machine's processor; else ""."""
        return next(filter(None, (learner.processor for learner in self.learners())), "")

    def begins_alone(self, arm: str) -> bool:
        """Whether an arm has model settings of its own, and so a generation 0 of its own."""
        return bool(self.learner_of(arm) != self.learner)

    def starts(self) -> "dict[str | None, list[Arm]]":
        """The arms by whose generation 0 they begin from: None stands for the one they share."""
        found: dict[str | None, list[Arm]] = {}
        for arm in self.arms:
            found.setdefault(arm.name if self.begins_alone(arm.name) else None, []).append(arm)
        return dict(sorted(found.items(), key=lambda start: start[0] is not None))

    def are_paired(self, *arms: str) -> bool:
        """Whether arms share generation 0, so that they are compared replicate by replicate."""
        return not any(self.begins_alone(arm) for arm in arms)

    def to_share(self) -> "Experiment":
        """The same experiment as it may be told to others, without the folders of a path."""
        shared = {"source": self.source.to_share(), "learner": self.learner.to_share()}
        return self.model_copy(update=shared)

    def to_json(self) -> str:
        """The document, indented, without the parts that are left at nothing."""
        return json.dumps(self.document(), indent=1, ensure_ascii=False)

    def document(self) -> dict[str, Any]:
        """The document as plain dictionaries, without the parts that are left at nothing."""
        return self.model_dump(mode="json", exclude_none=True, serialize_as_any=True)


DEFAULT_PRIMARY = {
    "counts": "types-alive",
    "vectors": "variance-ratio",
    "images": "vendi-score",
    "text": "words-alive",
    "names": "names-alive",
    "lines": "real-words-alive",
}


def fitting_metrics(source: "AnySource", *learners: "AnyLearner") -> list[str]:
    """The kinds of all metrics that fit these records and every learner, headlines first."""
    metrics: dict[str, type[Metric]] = dict(registry.plugins("metrics"))
    fitting = [
        name
        for name, metric in metrics.items()
        if metric.fits(source) and all(map(metric.fits_learner, learners))
    ]
    return sorted(fitting, key=lambda name: not metrics[name].headline)


def parse(document: Any, *, stored: bool = False) -> Experiment:
    """The experiment that a document describes; stored: of a saved run, so that no file is read.

    Raises BadInput with the path of the field, what was given and what is allowed.
    """
    try:
        return Experiment.model_validate(document, context=registry.STORED if stored else None)
    except ValidationError as error:
        raise refused(error) from None


class _Sourced(Document):
    source: AnySource


def parse_source(document: Any) -> "AnySource":
    """The source that a part of a document describes.

    Raises BadInput as `parse` does.
    """
    try:
        return _Sourced.model_validate({"source": document}).source
    except ValidationError as error:
        raise refused(error) from None


def parse_json(text: str, *, stored: bool = False) -> Experiment:
    """The experiment that a JSON text describes; stored: as `parse` has it.

    Raises BadInput when the text is no JSON, or no experiment.
    """
    if len(text) > MAX_DOCUMENT:
        raise BadInput(f"settings: {len(text)} characters given; at most {MAX_DOCUMENT} are read")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:  # some numbers have too many digits to be read
        raise BadInput(f"settings: not JSON ({error})") from None
    return parse(document, stored=stored)
