"""What to run: Experiment, Arm; frozen, validated, JSON in and out."""

import json
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core import registry
from core.errors import BadInput
from core.metrics.base import Metric
from core.sources.base import Part

if TYPE_CHECKING:
    from core.learners.base import Learner as AnyLearner
    from core.regimes.base import RealShare as AnyReal
    from core.regimes.base import Retention as AnyRetention
    from core.regimes.base import Verifier as AnyVerifier
    from core.sources.base import Source as AnySource
else:
    AnySource = registry.any_of("sources")
    AnyLearner = registry.any_of("learners")
    AnyRetention = registry.any_of("retentions")
    AnyReal = registry.any_of("reals")
    AnyVerifier = registry.any_of("verifiers")

MAX_DOCUMENT = 1_000_000
"""Longest settings document that is read, in characters or bytes."""

Name = Annotated[str, Field(min_length=1, max_length=60)]


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Arm(_Document):
    """One data regime of an experiment."""

    name: Name = Field(title="Name", description="How this arm is called in charts and text.")
    retention: AnyRetention = Field(
        title="Retention", description="Which generations' records the next fit sees."
    )
    real: AnyReal | None = Field(
        None, title="Real data", description="Real records mixed into every training pool."
    )
    verifier: AnyVerifier | None = Field(
        None, title="Verifier", description="Which synthetic records are admitted."
    )

    @field_validator("name")
    @classmethod
    def _one_line(cls, name: str) -> str:
        return _printable(name)

    @model_validator(mode="after")
    def _real_data_once(self) -> "Arm":
        if self.real is not None and self.retention.kind == "accumulate":
            raise ValueError(
                f"real: arm '{self.name}' keeps the real records already, because it accumulates; "
                "leave the real share out or choose another retention"
            )
        return self


class Experiment(_Document):
    """Everything that decides a run's numbers; the headline is named before the run."""

    name: Name = Field(title="Name", description="The experiment's title.")
    about: str = Field(
        "", max_length=400, title="About", description="What it asks, in a sentence."
    )
    seed: int = Field(
        0, ge=0, lt=2**63, title="Seed", description="The same seed gives the same numbers."
    )
    generations: int = Field(
        10, ge=1, le=1000, title="Generations", description="Models fitted after the first one."
    )
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
        return _printable(text)

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
        self._check_arms()
        self._check_records()
        self._check_metrics()
        self._check_real_records()
        return self

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
        if self.source.gives not in self.learner.accepts:
            takes = _listed(sorted(kind.value for kind in self.learner.accepts))
            raise ValueError(
                f"learner: '{self.learner.kind}' learns from {takes}, but the source "
                f"'{self.source.kind}' gives {self.source.gives.value}"
            )

    def _check_metrics(self) -> None:
        offered = fitting_metrics(self.source, self.learner)
        for name in self.metrics:
            if name not in offered:
                raise ValueError(f"metrics: '{name}' does not fit; allowed are {_listed(offered)}")
        if len(set(self.metrics)) != len(self.metrics):
            raise ValueError("metrics: one is named twice; name each once")
        if self.primary_metric and self.primary_metric not in self.measured():
            raise ValueError(
                f"primary_metric: '{self.primary_metric}' is not measured; "
                f"allowed are {_listed(self.measured())}"
            )

    def _check_real_records(self) -> None:
        self._check_part(Part.TRAIN, self.sample_size, "sample_size")
        for place, arm in enumerate(self.arms):
            if arm.verifier is not None:
                spent = arm.verifier.trusted_count(self.sample_size)
                self._check_part(Part.TRUSTED, spent, f"arms.{place}.verifier.trusted_share")
            if arm.real is not None and not 0 < arm.real.count(self.sample_size) < self.sample_size:
                raise ValueError(
                    f"arms.{place}.real.share: {arm.real.count(self.sample_size)} of "
                    f"{self.sample_size} records would be real; at least one must be, and one not"
                )

    def _check_part(self, part: Part, wanted: int, field: str) -> None:
        held = self.source.available(part)
        if held is not None and wanted > held:
            raise ValueError(
                f"{field}: needs {wanted} records, but the {part.value} part of "
                f"'{self.source.kind}' has {held}; give at most that many"
            )

    def measured(self) -> list[str]:
        """The metrics of this run, by name: those listed, or all that fit."""
        return list(self.metrics) or fitting_metrics(self.source, self.learner)

    def primary(self) -> str:
        """The primary metric: the one named, or the default for this kind of records."""
        if self.primary_metric:
            return self.primary_metric
        measured = self.measured()
        wanted = DEFAULT_PRIMARY[self.source.gives.value]
        return wanted if wanted in measured else measured[0]

    def arm(self, name: str) -> Arm:
        """The arm of that name.

        Raises StopIteration when there is none.
        """
        return next(arm for arm in self.arms if arm.name == name)

    def to_json(self) -> str:
        """The document, indented, without the parts that are left at nothing."""
        return json.dumps(self.document(), indent=1, ensure_ascii=False)

    def document(self) -> dict[str, Any]:
        """The document as plain dictionaries, without the parts that are left at nothing."""
        return self.model_dump(mode="json", exclude_none=True, serialize_as_any=True)


DEFAULT_PRIMARY = {"counts": "types-alive", "vectors": "variance-ratio", "images": "vendi-score"}


def fitting_metrics(source: "AnySource", learner: "AnyLearner") -> list[str]:
    """The kinds of all metrics that fit these records and this learner, headlines first."""
    metrics: dict[str, type[Metric]] = dict(registry.plugins("metrics"))
    fitting = [
        name
        for name, metric in metrics.items()
        if metric.fits(source) and (metric.parameter is None or metric.parameter in learner.offers)
    ]
    return sorted(fitting, key=lambda name: not metrics[name].headline)


def parse(document: Any) -> Experiment:
    """The experiment that a document describes.

    Raises BadInput with the path of the field, what was given and what is allowed.
    """
    try:
        return Experiment.model_validate(document)
    except ValidationError as error:
        raise BadInput(_sentence(error), _field(error)) from None


def parse_json(text: str) -> Experiment:
    """The experiment that a JSON text describes.

    Raises BadInput when the text is no JSON, or no experiment.
    """
    if len(text) > MAX_DOCUMENT:
        raise BadInput(f"settings: {len(text)} characters given; at most {MAX_DOCUMENT} are read")
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"settings: not JSON ({error})") from None
    return parse(document)


def _sentence(error: ValidationError) -> str:
    """One sentence for the first problem, and how many there are besides."""
    first, *others = error.errors(include_url=False)
    path = _path(first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    if first["type"] == "value_error":
        where = f"{path}: " if path else ""
    elif first["type"] == "extra_forbidden":
        where, said = f"{path}: ", "there is no such setting"
    elif first["type"] == "missing":
        where, said = f"{path}: ", "missing; it must be given"
    else:
        where = f"{path or 'settings'}: {_shown(first['input'])} given; "
        said = said[:1].lower() + said[1:]
    more = f" (and {len(others)} more)" if others else ""
    return f"{where}{said}{more}"


def _path(location: tuple[int | str, ...]) -> str:
    """The dotted path of a setting, without the kinds that pydantic puts between."""
    kinds = {kind for group in registry.GROUPS for kind in registry.plugins(group)}
    return ".".join(str(step) for step in location if str(step) not in kinds)


def _field(error: ValidationError) -> str:
    """Which setting is at fault; a check of the whole document names it in front of its message."""
    first = error.errors(include_url=False)[0]
    said = first["msg"].removeprefix("Value error, ")
    return _path(first["loc"]) or said.partition(":")[0]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def _printable(text: str) -> str:
    """Refuse control characters and lone surrogates: names go into files, titles and tables."""
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", text):
        raise ValueError("text must be one line without control characters")
    return text


def _listed(names: "list[str]") -> str:
    return ", ".join(f"'{name}'" for name in names)
