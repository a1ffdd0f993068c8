"""Arm: one data regime of an experiment, and perhaps the one it switches to part-way."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from core import lines, registry

if TYPE_CHECKING:
    from core.regimes.base import Filter as AnyFilter
    from core.regimes.base import RealShare as AnyReal
    from core.regimes.base import Retention as AnyRetention
    from core.regimes.base import Verifier as AnyVerifier
else:
    AnyRetention = registry.any_of("retentions")
    AnyReal = registry.any_of("reals")
    AnyVerifier = registry.any_of("verifiers")
    AnyFilter = registry.any_of("filters")

Name = Annotated[str, Field(min_length=1, max_length=60)]

Keep = Literal["newest", "real-and-newest", "archive"]


class Document(BaseModel):
    """A part of the settings: frozen, nothing unknown, nothing infinite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Regime(Document):
    """The independent choices that make a data regime."""

    retention: AnyRetention = Field(
        title="Retention", description="Which generations' records the next fit sees."
    )
    real: AnyReal | None = Field(
        None, title="Real data", description="Real records mixed into every training pool."
    )
    verifier: AnyVerifier | None = Field(
        None, title="Verifier", description="Which synthetic records are admitted."
    )
    filter: AnyFilter | None = Field(
        None, title="Provenance filter", description="Drops records that it takes for synthetic."
    )

    @model_validator(mode="after")
    def _real_data_once(self) -> "Regime":
        if self.real is not None and self.real.takes != "trusted" and self.keeps_everything:
            raise ValueError(
                "real: 'accumulate' keeps the real records already; leave the real share out or "
                "choose another retention"
            )
        return self

    @property
    def keeps_everything(self) -> bool:
        """Whether every record so far is trained on, so that real ones take no other's place."""
        return bool(self.retention.kind == "accumulate")

    @property
    def archives_real(self) -> bool:
        """Whether generation 0's real records stay in the archive by themselves."""
        mixed_in = self.real is not None and self.real.takes != "trusted"
        return bool(self.retention.keeps_real) and not mixed_in

    def real_count(self, sample_size: int, generation: int, generations: int) -> int:
        """n_r: how many real records are mixed into the pool of a generation."""
        return 0 if self.real is None else self.real.count(sample_size, generation, generations)

    def synthetic_count(self, sample_size: int, generation: int, generations: int) -> int:
        """How many synthetic records a generation admits: n - n_r, or n where nothing gives way."""
        if self.keeps_everything:
            return sample_size
        return sample_size - self.real_count(sample_size, generation, generations)


class Switch(Regime):
    """Another regime from some generation on: late mitigation."""

    generation: int = Field(
        5, ge=1, le=1000, title="From generation",
        description="The first generation that is trained under the new regime.",
    )  # fmt: skip
    keep: Keep = Field(
        "newest",
        title="What is kept",
        description="What the new regime starts from: the newest records only, real + newest, "
        "or the whole archive.",
    )

    @model_validator(mode="after")
    def _can_be_kept(self) -> "Switch":
        if self.keep == "newest":
            return self
        if self.retention.kind == "replace":
            raise ValueError(
                f"keep: '{self.keep}' given, but 'replace' trains on the newest records only; "
                "give 'newest' or choose another retention"
            )
        if self.keep == "real-and-newest" and not self.archives_real:
            raise ValueError(
                "keep: 'real-and-newest' given beside a real share, which has the real records "
                "already; give 'newest' or 'archive', or leave the real share out"
            )
        return self


class Arm(Regime):
    """One data regime of an experiment."""

    name: Name = Field(title="Name", description="How this arm is called in charts and text.")
    switch: Switch | None = Field(
        None, title="Switch", description="The regime that takes over part-way."
    )
    learner: dict[str, Any] | None = Field(
        None,
        title="Model settings",
        description="Settings of the model that are this arm's own. It then begins from a "
        "generation 0 of its own, and is not paired with other arms.",
    )

    @field_validator("name")
    @classmethod
    def _one_line(cls, name: str) -> str:
        return printable(name)

    @field_validator("learner")
    @classmethod
    def _none_for_nothing(cls, settings: "dict[str, Any] | None") -> "dict[str, Any] | None":
        return settings or None

    @model_validator(mode="after")
    def _something_is_left(self) -> "Arm":
        """A perfect detector must leave something to train on."""
        kept = self.archives_real
        for place, regime in (("", self), ("switch.", self.switch)):
            if regime is None or regime.filter is None:
                continue
            if place:
                kept = regime.archives_real and self.switch.keep != "newest"  # type: ignore[union-attr]
            if regime.filter.drops_all_synthetic and regime.real is None and not kept:
                raise ValueError(
                    f"{place}filter.recall: 1 given, which drops every synthetic record, and this "
                    "regime trains on nothing else; give less, a real share, or another retention"
                )
        return self

    @property
    def plain(self) -> str:
        """The retention's kind, where the arm is nothing but that; "" else."""
        others = (self.real, self.verifier, self.filter, self.switch)
        return "" if any(part is not None for part in others) else str(self.retention.kind)

    def at(self, generation: int) -> Regime:
        """The regime under which a generation is trained."""
        switched = self.switch is not None and generation >= self.switch.generation
        return self.switch if switched and self.switch is not None else self

    def regimes(self) -> "list[tuple[str, Regime]]":
        """The arm's regimes, each with the path of its settings within the arm."""
        first: list[tuple[str, Regime]] = [("", self)]
        return first if self.switch is None else [*first, ("switch.", self.switch)]

    def fresh_before(self, generation: int, sample_size: int, generations: int) -> int:
        """How many fresh real records earlier generations of this arm have taken."""
        earlier = ((self.at(g), g) for g in range(1, generation))
        return sum(
            regime.real_count(sample_size, g, generations)
            for regime, g in earlier
            if regime.real is not None and regime.real.takes == "fresh"
        )


def printable(text: str) -> str:
    """The text itself; names go into files, titles and tables.

    Raises ValueError for control and invisible characters, lone surrogates, and nothing but spaces.
    """
    if unseen := lines.refusal(text):
        raise ValueError(f"{unseen}; take them out")
    if text and not text.strip():
        raise ValueError("text must not be blank")
    return text
