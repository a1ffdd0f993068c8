"""RunRecord: the fold of a run's events, whether they come live or from an opened file."""

from collections.abc import Hashable
from hashlib import sha256
from typing import Any

import numpy as np

from core.events import (
    Catalogue,
    Event,
    Gate,
    GenerationFinished,
    NullBandsMeasured,
    Preview,
    Progress,
    RealDataDrawn,
    RunFinished,
    RunResumed,
    RunStarted,
)
from core.experiment import Experiment
from core.records import FloatArray, IntArray

Place = tuple[str, int]
"""An arm's name and a generation."""


class RunRecord:
    """What is known of a run so far; pages, analysis and the report read only this.

    document: the settings as the run was given them, which may be older than the app's defaults.
    values[metric]: [arms, replicates, generations + 1], NaN where not yet measured;
    generation 0 stands under every arm. Arms are in the experiment's order.
    sharing: the arms that begin from one generation 0; each of the others has its own.
    remembered: what was worked out from all this, forgotten when more is known.
    """

    def __init__(self, experiment: Experiment) -> None:
        """Start an empty record of an experiment."""
        self.experiment = experiment
        self.arms = [arm.name for arm in experiment.arms]
        self.sharing = [arm.name for arm in experiment.starts().get(None, [])]
        shape = (len(self.arms), experiment.replicates, experiment.generations + 1)
        self.values: dict[str, FloatArray] = {
            name: np.full(shape, np.nan) for name in experiment.measured()
        }
        self.document = experiment.document()
        self.environment: dict[str, str] = {}
        self.resumed_in: list[dict[str, str]] = []
        self.bands: dict[str, tuple[float, float, float]] = {}
        self.null_samples = 0
        self.null_values: dict[str, FloatArray] = {}
        self.real: Preview | None = None
        self.catalogue: Catalogue | None = None
        self.finished: RunFinished | None = None
        self._done = dict.fromkeys(self.arms, -1)
        self._finished: dict[Place, GenerationFinished] = {}
        self.remembered: dict[Hashable, Any] = {}

    def apply(self, event: Event) -> None:
        """Take in one event; progress and stored records change nothing here."""
        if not isinstance(event, Progress):
            self.remembered.clear()
        match event:
            case RunStarted():
                self.document, self.environment = event.experiment, event.environment
            case RunResumed():
                self.resumed_in.append(event.environment)
                self.finished = None
            case RealDataDrawn():
                self.real, self.catalogue = event.preview, event.catalogue
            case NullBandsMeasured():
                self.bands, self.null_samples = event.bands, event.samples
                self.null_values = event.values
            case GenerationFinished():
                self._take_in(event)
            case RunFinished():
                self.finished = event

    def _take_in(self, event: GenerationFinished) -> None:
        for arm in self.sharing if event.arm is None else [event.arm]:
            place = (arm, event.generation)
            for name, values in event.metrics.items():
                self.values[name][self.arms.index(arm), :, event.generation] = values
            self._done[arm] = max(self._done[arm], event.generation)
            self._finished[place] = event

    @property
    def first_arm(self) -> str:
        """The arm whose generation 0 stands for the run's: one that shares it, where any does."""
        return (self.sharing or self.arms)[0]

    def done(self, arm: str | None = None) -> int:
        """The last finished generation of an arm, or of all arms; -1 before generation 0."""
        return min(self._done.values()) if arm is None else self._done[arm]

    def generation(self, arm: str, generation: int) -> GenerationFinished | None:
        """What was said when a generation of an arm had finished; arms may share generation 0."""
        return self._finished.get((arm, generation))

    def preview(self, arm: str, generation: int) -> Preview | None:
        """Samples that an arm's model emitted at a generation."""
        event = self.generation(arm, generation)
        return None if event is None else event.preview

    def gate(self, arm: str, generation: int) -> Gate | None:
        """What an arm's verifier did, where there is one."""
        event = self.generation(arm, generation)
        return None if event is None else event.gate

    def composition(self, arm: str, generation: int) -> dict[int, IntArray]:
        """Training records by origin generation, each [replicates]."""
        event = self.generation(arm, generation)
        return {} if event is None else event.composition

    def flagged(self, arm: str, generation: int) -> dict[int, IntArray]:
        """Records that a provenance filter dropped, by origin generation, each [replicates]."""
        event = self.generation(arm, generation)
        return {} if event is None else event.flagged

    def seconds(self, arm: str, generation: int) -> float:
        """How long a generation took; 0 where it is not finished."""
        event = self.generation(arm, generation)
        return 0.0 if event is None else event.seconds

    def content_hash_at(self, arm: str, generation: int) -> str:
        """The content hash of a finished generation; "" where it is not."""
        event = self.generation(arm, generation)
        return "" if event is None else event.content_hash

    def newest_hashes(self) -> dict[str, str]:
        """The content hash of each arm's last finished generation.

        Under "" that of the generation 0 which arms share, as long as they have no other.
        """
        found = {
            arm: self.content_hash_at(arm, done)
            for arm, done in self._done.items()
            if done > 0 or (done == 0 and arm not in self.sharing)
        }
        if self.sharing and self._done[self.sharing[0]] >= 0:
            found[""] = self.content_hash_at(self.sharing[0], 0)
        return found

    def content_hash(self) -> str:
        """One hash over the last finished generation of every arm; "" before there is one."""
        newest = [self.content_hash_at(arm, self._done[arm]) for arm in sorted(self.arms)]
        return sha256("\n".join(newest).encode()).hexdigest() if all(newest) else ""
