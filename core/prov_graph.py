"""What the provenance of every run shares: software, settings, real data, and the chain."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from hashlib import sha256

from core.environment import PACKAGES
from core.lineage import check_chain
from core.prov_json import ProvDocument, Value, name
from core.prov_source import moment, real_data
from core.record import RunRecord

TERMS = "urn:x-collapse-lab:terms:"
"""The namespace of the app's own words. It has no address of its own on the web."""
RUN = "urn:x-collapse-lab:run:"
DUBLIN_CORE = "http://purl.org/dc/terms/"

Attributes = dict[str, Value]


class Graph(ABC):
    """What simulations and audits share: the software, the settings, the real data, the chain."""

    def __init__(self, record: RunRecord) -> None:
        """Start the document of a run."""
        self.record, self.experiment = record, record.experiment
        shared = self.experiment.to_share().to_json()
        self.settings_hash = sha256(shared.encode(errors="backslashreplace")).hexdigest()
        one_run = record.content_hash() or self.settings_hash
        prefixes = {"clab": TERMS, "run": f"{RUN}{one_run}:", "dct": DUBLIN_CORE}
        self.prov = ProvDocument(prefixes)
        self.places = {arm: f"run:arm-{place}" for place, arm in enumerate(record.arms, 1)}

    def begin(self, created: str) -> None:
        """Declare what every run has, before its first generation."""
        self.prov.add("agent", "run:software", self._software())
        self.prov.add("entity", "run:settings", self._settings())
        run = self.prov.add("activity", "run:run", self._run(created))
        self.prov.relate("wasAssociatedWith", run, "run:software", plan="run:settings")
        self.prov.add("entity", "run:real-data", real_data(self.record))
        self.part("run:reference", "Real records that values are measured against")

    @abstractmethod
    def start(self, arm: str) -> None:
        """Declare generation 0."""

    @abstractmethod
    def advance(self, arm: str, generation: int) -> None:
        """Declare a later generation of an arm."""

    def _software(self) -> Attributes:
        """The program and the versions that numbers depend on; several where it was resumed."""
        every = [self.record.environment, *self.record.resumed_in]
        found: Attributes = {
            "prov:type": name("prov:SoftwareAgent"), "prov:label": "Collapse Lab",
            "clab:timesResumed": len(self.record.resumed_in),
        }  # fmt: skip
        words = {"collapse-lab": "version", **{key: key for key in
                 ("python", "platform", "machine", "threads", "device", *PACKAGES)}}  # fmt: skip
        for key, word in words.items():
            values = list(dict.fromkeys(str(one[key]) for one in every if key in one))
            if values:
                found[f"clab:{word}"] = values[0] if len(values) == 1 else values
        return found

    def _settings(self) -> Attributes:
        experiment = self.experiment
        return {
            "prov:type": name("prov:Plan"), "prov:label": experiment.name,
            "clab:seed": experiment.seed, "clab:sampleSize": experiment.sample_size,
            "clab:replicates": experiment.replicates, "clab:generations": experiment.generations,
            "clab:learner": experiment.learner.kind, "clab:baseline": experiment.baseline,
            "clab:sha256": self.settings_hash,
        }  # fmt: skip

    def _run(self, created: str) -> Attributes:
        ended, chain = self.record.finished, check_chain(self.record)
        return {
            "prov:type": name("clab:Run"),
            "prov:label": "Audit" if self.experiment.recorded else "Run",
            "prov:startTime": moment(created),
            "clab:state": "unfinished" if ended is None else ended.reason.value,
            "clab:contentHash": self.record.content_hash() or None,
            "clab:linksChecked": chain.checked, "clab:chainHolds": chain.holds,
        }  # fmt: skip

    def part(self, identifier: str, label: str, more: Attributes | None = None) -> None:
        """Declare records drawn from the real data."""
        self.prov.add("entity", identifier, {"prov:label": label, **(more or {})})
        self.prov.relate("wasDerivedFrom", identifier, "run:real-data")

    def act(
        self, kind: str, arm: str, generation: int, uses: Iterable[str],
        more: Attributes | None = None,
    ) -> str:  # fmt: skip
        """Declare an activity of the software under an arm's settings, and what it used."""
        identifier = self.at(kind.lower(), arm, generation)
        self.prov.add("activity", identifier, {"prov:type": name(f"clab:{kind}"), **(more or {})})
        of_all = (generation == 0 and arm in self.record.sharing) or self.experiment.recorded
        plan = "run:settings" if of_all else self.places[arm]
        self.prov.relate("wasAssociatedWith", identifier, "run:software", plan=plan)
        for used in uses:
            self.prov.relate("used", identifier, used)
        return identifier

    def make(self, identifier: str, activity: str, attributes: Attributes) -> str:
        """Declare what an activity generated."""
        self.prov.add("entity", identifier, attributes)
        self.prov.relate("wasGeneratedBy", identifier, activity)
        return identifier

    def at(self, what: str, arm: str, generation: int) -> str:
        """The identifier of a thing of a generation; generation 0 may be that of several arms."""
        own = generation > 0 or arm not in self.record.sharing
        whose = f"{self.places[arm]}." if own else "run:"
        return f"{whose}{what}-{generation}"

    def measured(self, arm: str, generation: int, emission: str) -> None:
        """Declare the measuring of an emission, and the generation as it is sealed in the file."""
        at, event = self.at, self.record.generation(arm, generation)
        measure = self.act("Measure", arm, generation, (emission, "run:reference"))
        sealed = self.make(at("generation", arm, generation), measure, {
            "prov:label": f"Generation {generation} as it is stored",
            "clab:contentHash": (event.content_hash if event else "") or None,
            "clab:recordsHash": (event.records_hash if event else "") or None,
        })  # fmt: skip
        self.prov.relate("wasDerivedFrom", sealed, emission)
        if generation:
            self.prov.relate(
                "wasDerivedFrom", sealed, at("generation", arm, generation - 1),
                {"clab:relation": "its content hash includes this one's"},
            )  # fmt: skip
