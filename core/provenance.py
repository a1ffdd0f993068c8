"""What a run's records came from, as a W3C PROV document.

Everything is aggregated over replicates: a count is the whole of all replicates, with the least and
the most that one replicate has where they differ. In a run of more than MOST_BANDS generations, the
records of consecutive models that a pool has all of are one collection. No record is in it, only
hashes of them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from core.events import Gate
from core.learners.recorded import Recorded
from core.origins import Band, Bands
from core.prov_graph import Attributes, Graph
from core.prov_json import ProvDocument, name
from core.record import RunRecord
from core.records import IntArray
from core.userdata.loading import file_name


def provenance(record: RunRecord, created: str = "") -> ProvDocument:
    """The document of a run, whatever of it is finished; created: when it was started, ISO 8601.

    Raises BadInput for a `created` that is no date.
    """
    graph = _Audit(record) if record.experiment.recorded else _Simulation(record)
    graph.begin(created)
    for arms in record.experiment.starts().values():
        if record.done(arms[0].name) >= 0:
            graph.start(arms[0].name)
    for arm in record.arms:
        for generation in range(1, record.done(arm) + 1):
            graph.advance(arm, generation)
    return graph.prov


def export_prov(record: RunRecord, path: Path, created: str = "") -> None:
    """Write the document as PROV-JSON, the same bytes for the same run.

    Raises BadInput when the file cannot be written, or for a `created` that is no date.
    """
    from core.report import files

    text = provenance(record, created).text()
    files.write(Path(path), text.encode(errors="backslashreplace"))


class _Simulation(Graph):
    """Fit, sample, verify and measure, generation by generation."""

    def __init__(self, record: RunRecord) -> None:
        super().__init__(record)
        self.bands = Bands(self.experiment.generations)

    def begin(self, created: str) -> None:
        """Declare the arms and the parts of the real data as well."""
        super().begin(created)
        for arm in self.experiment.arms:
            settings = arm.model_dump(mode="json", exclude_none=True, serialize_as_any=True)
            self.prov.add("entity", self.places[arm.name], {
                "prov:type": name("prov:Plan"), "prov:label": arm.name,
                "clab:settings": json.dumps(settings, sort_keys=True, ensure_ascii=False),
            })  # fmt: skip
        self.part("run:real-sample", "Real records that generation 0 was fitted to",
                  {"clab:recordsAReplicate": self.experiment.sample_size})  # fmt: skip
        takes = {regime.real.takes for arm in self.experiment.arms for _, regime in arm.regimes()
                 if regime.real is not None}  # fmt: skip
        verified = any(regime.verifier is not None
                       for arm in self.experiment.arms for _, regime in arm.regimes())  # fmt: skip
        if verified or "trusted" in takes:
            self.part("run:trusted", "Trusted real records, kept apart for verifiers")
        if "fresh" in takes:
            self.part("run:fresh", "New real records, others in every generation")

    def start(self, arm: str) -> None:
        """Generation 0, fitted to real data alone."""
        self._pool(arm, 0)
        self._emission(arm, 0)

    def advance(self, arm: str, generation: int) -> None:
        """Verify, where there is a verifier; then train, sample and measure."""
        gate = self.record.gate(arm, generation)
        if gate is not None:
            self._verify(arm, generation, gate)
        self._pool(arm, generation)
        self._emission(arm, generation)

    def _verify(self, arm: str, generation: int, gate: Gate) -> None:
        at = self.at
        before = [at("emission", arm, generation - 1), at("model", arm, generation - 1)]
        looked_at = ["run:trusted"] if gate.trusted else []
        counts: Attributes = {"clab:trustedRecords": gate.trusted}
        for figure, sizes in gate.figures().items():
            counts |= _counted(_camel(figure), sizes)
        activity = self.act("Verify", arm, generation, [*before, *looked_at], counts)
        admitted = self.make(at("admitted", arm, generation), activity, {
            "prov:label": f"Records of model {generation - 1} that were admitted",
            **_counted("records", gate.admitted),
        })  # fmt: skip
        self.prov.relate("wasDerivedFrom", admitted, before[0])

    def _origin(self, arm: str, origin: int) -> str:
        """The records behind a synthetic origin: what a gate admitted, else what was emitted."""
        gated = self.record.gate(arm, origin) is not None
        return self.at("admitted", arm, origin) if gated else self.at("emission", arm, origin - 1)

    def _real(self, arm: str, generation: int) -> str:
        """The real records that a pool may hold; of two kinds that nobody told apart, all of them.

        Only trusted records are ever mixed into a pool that holds generation 0's own as well.
        """
        regime = self.experiment.arm(arm).at(generation)
        if generation == 0 or regime.real is None or regime.real.takes == "sample":
            return "run:real-sample"
        if regime.archives_real:
            return "run:real-data"
        return f"run:{regime.real.takes}"

    def _pool(self, arm: str, generation: int) -> None:
        """Declare a pool and the fit of it."""
        held = self.record.composition(arm, generation)
        flagged = self.record.flagged(arm, generation)
        attributes: Attributes = {
            "prov:type": name("clab:TrainingPool"),
            "prov:label": f"What generation {generation} was trained on",
            **_counted("records", _sum(held.values())),
            **_counted("realRecords", held.get(0)),
        }
        if flagged:
            attributes |= _counted("dropped", _sum(flagged.values()))
        pool = self.prov.add("entity", self.at("pool", arm, generation), attributes)
        for origin, sizes in self._by_origin(arm, generation, held):
            self.prov.relate("wasDerivedFrom", pool, origin, _counted("records", sizes))
        fit = self.act("Fit", arm, generation, [pool])
        model = self.make(self.at("model", arm, generation), fit, {
            "prov:label": f"Model {generation}", "clab:learner": self.experiment.learner.kind,
        })  # fmt: skip
        self.prov.relate("wasDerivedFrom", model, pool)
        self.prov.relate("wasAttributedTo", model, "run:software")

    def _by_origin(
        self, arm: str, generation: int, held: Mapping[int, IntArray]
    ) -> Iterator[tuple[str, IntArray]]:
        """What a pool came from, and how many [replicates]; whole bands as one collection."""
        there = {origin: sizes for origin, sizes in sorted(held.items()) if sizes.any()}
        while there:
            first = next(iter(there))
            band = self.bands.of(first)
            origins = range(band.first, band.last + 1)
            if len(origins) > 1 and all(origin in there for origin in origins):
                yield self._collection(arm, band), _sum(there.pop(each) for each in origins)
            elif first == 0:
                yield self._real(arm, generation), there.pop(0)
            else:
                yield self._origin(arm, first), there.pop(first)

    def _collection(self, arm: str, band: Band) -> str:
        """The records of a band's models together, declared when a pool first has all of them."""
        identifier = f"{self.places[arm]}.models-{band.first - 1}-to-{band.last - 1}"
        if not self.prov.has("entity", identifier):
            self.prov.add("entity", identifier, {
                "prov:type": name("prov:Collection"), "prov:label": f"Records of {band.name()}",
            })  # fmt: skip
            for origin in range(band.first, band.last + 1):
                self.prov.relate("hadMember", identifier, self._origin(arm, origin))
        return identifier

    def _emission(self, arm: str, generation: int) -> None:
        """Declare the sampling of a model, and what was measured of it."""
        model = self.at("model", arm, generation)
        activity = self.act("Sample", arm, generation, [model])
        emission = self.make(self.at("emission", arm, generation), activity, {
            "prov:label": f"Records that model {generation} emitted",
            "clab:recordsAReplicate": self.experiment.sample_size,
        })  # fmt: skip
        self.prov.relate("wasDerivedFrom", emission, model)
        self.measured(arm, generation, emission)


class _Audit(Graph):
    """Recorded generations: what each was made from is not known, and nothing is said of it."""

    def begin(self, created: str) -> None:
        """Declare the recorded pipeline as well."""
        super().begin(created)
        learner = self.experiment.learner
        assert isinstance(learner, Recorded)
        self.recording = learner.understood
        self.prov.add("entity", "run:pipeline", {
            "prov:type": name("prov:Collection"), "prov:label": file_name(learner.path),
            "clab:sha256": self.recording.sha256,
            "clab:note": "Recorded elsewhere. What each generation was made from is not known.",
        })  # fmt: skip

    def start(self, arm: str) -> None:
        """The first recorded generation."""
        self._recorded(arm, 0)

    def advance(self, arm: str, generation: int) -> None:
        """A later recorded generation."""
        self._recorded(arm, generation)

    def _recorded(self, arm: str, generation: int) -> None:
        given = self.prov.add("entity", self.at("recorded", arm, generation), {
            "prov:label": f"Recorded generation {self.recording.labels[generation]}",
            "clab:records": self.recording.sizes[generation],
        })  # fmt: skip
        self.prov.relate("hadMember", "run:pipeline", given)
        activity = self.act("Subset", arm, generation, [given])
        subsets = self.make(self.at("subsets", arm, generation), activity, {
            "prov:label": f"Random subsets of recorded generation {generation}",
            "clab:recordsAReplicate": self.experiment.sample_size,
        })  # fmt: skip
        self.prov.relate("wasDerivedFrom", subsets, given)
        self.measured(arm, generation, subsets)


def _counted(what: str, sizes: IntArray | None) -> Attributes:
    """A count over all replicates, and the least and most of one where these differ."""
    if sizes is None:
        return {f"clab:{what}": 0}
    found: Attributes = {f"clab:{what}": int(sizes.sum())}
    if sizes.min() != sizes.max():
        found |= {
            f"clab:{what}Least": int(sizes.min()), f"clab:{what}Most": int(sizes.max()),
        }  # fmt: skip
    return found


def _sum(counts: Iterable[IntArray]) -> IntArray:
    return np.asarray(sum(counts))


def _camel(words: str) -> str:
    first, *others = words.split("_")
    return first + "".join(map(str.title, others))
