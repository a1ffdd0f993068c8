"""What is said of a run's chain of hashes."""

from core.lineage import check_chain
from core.record import RunRecord


def say_chain(record: RunRecord) -> str:
    """Whether what is stored follows from its hashes, in a sentence; "" before generation 0."""
    found = check_chain(record)
    if not found.checked:
        return ""
    if found.broken:
        arm, generation = found.broken[0]
        others = len(found.broken) - 1
        places = "place" if others == 1 else "places"
        more = f" and {others:,} more {places}" if others else ""
        return (
            f"The chain of content hashes is broken at {arm}, generation {generation}{more}: what "
            "stands there is not what the run stored."
        )
    if found.unsealed:
        return (
            "The chain of content hashes cannot be checked, as generations are stored without a "
            "hash of their records."
        )
    along, stored = " along every arm,", "settings, values, pools, gate figures and samples"
    if record.experiment.recorded:
        along, stored = "", "settings, values and samples"
    return (
        f"The chain of content hashes holds{along} up to generation {record.done()}: "
        f"{stored} stand as the run stored them."
    )
