"""What to run: Experiment, Arm; frozen, validated, JSON in and out."""

import json
import math
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from core import registry
from core.arms import Arm, Document, Name, Regime, printable
from core.errors import BadInput
from core.metrics.base import CONTROLS, Metric
from core.refusal import refused
from core.sources.base import Part

if TYPE_CHECKING:
    from core.learners.base import Learner as AnyLearner
    from core.sources.base import Source as AnySource
else:
    AnySource = registry.any_of("sources")
    AnyLearner = registry.any_of("learners")

MOST_OF_RECORDED = 0.9
"""Largest share of a recorded generation that is a subset: larger ones hardly differ."""
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
        self._check_learners()
        self._check_recorded()
        self._check_arms()
        self._check_records()
        self._check_metrics()
        self._check_regimes()
        return self

    def _check_learners(self) -> None:
        """An arm changes settings of the run's model, and never which model it is."""
        for place, arm in enumerate(self.arms):
            kind = (arm.learner or {}).get("kind", self.learner.kind)
            if kind != self.learner.kind:
                raise ValueError(
                    f"arms.{place}.learner.kind: {json.dumps(kind)[:60]} given; every arm has the "
                    f"run's model, '{self.learner.kind}', and may only change its settings"
                )
            try:
                self.learner_of(arm.name)
            except ValidationError as error:
                raise ValueError(f"arms.{place}.learner.{refused(error)}") from None

    def _check_recorded(self) -> None:
        """An audit has the generations that were recorded; a simulation has one at the least."""
        if not self.recorded:
            if self.generations < 1:
                raise ValueError("generations: 0 given; at least 1 must follow generation 0")
            return
        held, recorded = self.learner.holds() or 0, self.learner.generations()
        if self.generations >= recorded:
            raise ValueError(
                f"generations: {self.generations} given; {recorded} are recorded, 0 to "
                f"{recorded - 1}"
            )
        if len(self.arms) > 1 or self.arms[0].plain != "replace" or self.arms[0].learner:
            raise ValueError("arms: an audit has one arm, and no regime to choose")
        most = math.floor(MOST_OF_RECORDED * held)
        if self.sample_size > most:
            raise ValueError(
                f"sample_size: {self.sample_size} given; the smallest generation has {held} "
                f"records, and subsets of at most {most} of them are compared"
            )

    def _check_arms(self) -> None:
        names = [arm.name for arm in self.arms]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(
                    f"arms: two arms are called '{name}'; every arm needs its own name"
                )
        for field in ("baseline", "compare"):
            given = getattr(self, field)
            if given not in names and not (field == "compare" and given == ""):
                raise ValueError(
                    f"{field}: no arm is called '{given}'; the arms are {_listed(names)}"
                )
        if self.compare == self.baseline:
            raise ValueError(f"compare: '{self.compare}' is the baseline; name another arm")

    def _check_records(self) -> None:
        refusal = self.learner.refusal(self.source)
        if refusal:
            raise ValueError(f"learner: {refusal}")
        fewest = max(learner.fewest_records(self.source) for learner in self.learners())
        if self.sample_size < fewest:
            raise ValueError(
                f"sample_size: {self.sample_size} given; '{self.learner.kind}' as it is set needs "
                f"at least {fewest} records here"
            )

    def _check_metrics(self) -> None:
        offered = fitting_metrics(self.source, *self.learners())
        for name in self.metrics:
            if name not in offered:
                raise ValueError(f"metrics: '{name}' does not fit; allowed are {_listed(offered)}")
        if len(set(self.metrics)) != len(self.metrics):
            raise ValueError("metrics: one is named twice; name each once")
        judged = self.judged()
        if self.primary_metric and self.primary_metric not in judged:
            raise ValueError(
                f"primary_metric: '{self.primary_metric}' is not measured, or only a control; "
                f"allowed are {_listed(judged)}"
            )

    @property
    def recorded(self) -> bool:
        """Whether this is an audit: its generations exist already, and nothing is fitted."""
        return self.learner.recorded

    def _check_regimes(self) -> None:
        self._check_part(Part.TRAIN, self.sample_size, "sample_size")
        for place, arm in enumerate(self.arms):
            if arm.switch is not None and arm.switch.generation > self.generations:
                raise ValueError(
                    f"arms.{place}.switch.generation: {arm.switch.generation} given; the run has "
                    f"{self.generations} generations, so give at most that many"
                )
            for inside, regime in arm.regimes():
                self._check_verifier(arm, regime, f"arms.{place}.{inside}verifier")
                self._check_share(regime, f"arms.{place}.{inside}real")
            self._check_fresh(arm, place)
            self._check_left(arm, place)

    def _check_verifier(self, arm: Arm, regime: Regime, field: str) -> None:
        if regime.verifier is None:
            return
        spent = regime.verifier.trusted_count(self.sample_size)
        self._check_part(Part.TRUSTED, spent, f"{field}.trusted_share")
        refusal = regime.verifier.refusal(self.source, self.learner_of(arm.name))
        if refusal:
            raise ValueError(f"{field}: {refusal}")

    def _check_share(self, regime: Regime, field: str) -> None:
        """At least one record is real at first, and at least one is not."""
        if regime.real is None:
            return
        first, last = (
            regime.real_count(self.sample_size, generation, self.generations)
            for generation in (1, self.generations)
        )
        # Trusted records beside an archive of everything take no other's place.
        crowded = not regime.keeps_everything and max(first, last) >= self.sample_size
        if first == 0 or crowded:
            raise ValueError(
                f"{field}.{_setting(type(regime.real))}: {first} of {self.sample_size} records "
                "would be real; at least one must be, and one not"
            )
        if regime.real.takes == "trusted":
            self._check_part(Part.TRUSTED, first, f"{field}.share")

    def _check_fresh(self, arm: Arm, place: int) -> None:
        """A file must hold all the new records that the generations ask for."""
        held = self.source.available(Part.TRAIN)
        fresh = arm.fresh_before(self.generations + 1, self.sample_size, self.generations)
        if held is None or self.sample_size + fresh <= held:
            return
        inside, kind = next(
            (inside, type(regime.real))
            for inside, regime in arm.regimes()
            if regime.real is not None and regime.real.takes == "fresh"
        )
        raise ValueError(
            f"arms.{place}.{inside}real.{_setting(kind)}: {fresh} new records needed over the run, "
            f"but the train part of '{self.source.kind}' has {held} and generation 0 takes "
            f"{self.sample_size}; give a smaller share, or lower sample_size or generations"
        )

    def _check_left(self, arm: Arm, place: int) -> None:
        """Beside a detector that drops every synthetic record, some real ones must remain."""
        for generation in range(1, self.generations + 1):
            regime = arm.at(generation)
            alone = regime.filter is not None and regime.filter.drops_all_synthetic
            if not alone or regime.real is None:
                continue
            if not regime.real_count(self.sample_size, generation, self.generations):
                inside = "switch." if regime is arm.switch else ""
                raise ValueError(
                    f"arms.{place}.{inside}real.end: no real record is left at generation "
                    f"{generation}, and the filter drops every synthetic one; give a higher end, "
                    "or a filter with less recall"
                )

    def _check_part(self, part: Part, wanted: int, field: str) -> None:
        held = self.source.available(part)
        if held is not None and wanted > held:
            raise ValueError(
                f"{field}: needs {wanted} records, but the {part.value} part of "
                f"'{self.source.kind}' has {held}; give at most that many"
            )

    def measured(self) -> list[str]:
        """The metrics of this run, by name: those listed, or all that fit.

        Those that a theorem holds in any run are always among them.
        """
        fitting = fitting_metrics(self.source, *self.learners())
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


def _setting(real: "type[BaseModel]") -> str:
    """Which setting of a real share says how much there is at first."""
    return "start" if "start" in real.model_fields else "share"


def _listed(names: "list[str]") -> str:
    return ", ".join(f"'{name}'" for name in names)
