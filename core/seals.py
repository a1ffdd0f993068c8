"""A run file checked again from its bytes: its chain of hashes, and the records it still holds."""

from dataclasses import dataclass
from pathlib import Path

from core import run_records
from core.lineage import Chain, check_chain
from core.record import RunRecord
from core.runfile import open_record


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a run file found.

    rehashed: generations whose records are in the file and were hashed again. changed: where their
    hash is not the one that the run stored; generation 0 under every arm.
    """

    chain: Chain
    rehashed: int = 0
    changed: tuple[tuple[str, int], ...] = ()

    @property
    def broken(self) -> tuple[tuple[str, int], ...]:
        """Every place that does not fit, once, arm by arm."""
        return tuple(dict.fromkeys((*self.chain.broken, *self.changed)))

    @property
    def holds(self) -> bool:
        """Whether everything that is stored fits."""
        return self.chain.holds and not self.changed


def check_file(path: Path) -> Checked:
    """Open a run file and follow its hashes, those of kept records too.

    Raises BadInput when it cannot be read.
    """
    record = open_record(path)
    rehashed, changed = 0, []
    for arm, generation, found in run_records.rehashed(path, record):
        rehashed += 1
        changed += [
            (one, generation)
            for one in ([arm] if arm else record.sharing)
            if found != (_sealed(record, one, generation) or found)
        ]
    return Checked(check_chain(record), rehashed, tuple(changed))


def _sealed(record: RunRecord, arm: str, generation: int) -> str:
    event = record.generation(arm, generation)
    return "" if event is None else event.records_hash
