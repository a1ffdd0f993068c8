"""What is said of a run's chain of hashes."""

from core.lineage import check_chain
from core.record import RunRecord
from core.seals import Checked

PROVES = (
    "What it proves: each hash is made of the settings, the hash of a generation's records, what "
    "these were trained on, the gate's figures and the values, and of the hash before it. None of "
    "them can be changed by itself, and no generation left out between two, without a link "
    "breaking."
)
OF_AN_AUDIT = (
    "What it proves: each hash is made of the settings, the hash of a generation's records and the "
    "values, and of the hash before it. None of them can be changed by itself, and no generation "
    "left out between two, without a link breaking. It begins with the recorded files, and says "
    "nothing of how these came about."
)
DOES_NOT = (
    "What it does not: it has no key. Whoever changes a run and works out every later hash anew, "
    "or cuts off its end, has a chain that holds. Only the run's content hash, kept or printed "
    "elsewhere beforehand, shows that."
)
MOST_PLACES = 3
"""Broken places that are named one by one."""


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


def say_links(found: Checked) -> str:
    """Whether the chain of a run file holds, and how much of it was checked; "" of nothing."""
    links = _links(found.chain.checked)
    if not found.chain.checked:
        return ""
    if found.broken:
        return f"The chain is broken: {len(found.broken):,} of {links} checked do not fit"
    if found.chain.unsealed:
        return f"The chain cannot be checked: {found.chain.unsealed:,} of {links} have no seal"
    return f"The chain holds: {links} checked"


def say_places(found: Checked) -> str:
    """Where a chain is broken and what that means, or what was checked of one that holds."""
    if found.broken:
        places = [f"{arm}, generation {generation}" for arm, generation in found.broken]
        more = len(places) - MOST_PLACES
        named = "; ".join(places[:MOST_PLACES]) + (f"; and {more:,} more" if more > 0 else "")
        return (
            f"It does not fit at {named}. What stands there, or before it in the settings or null "
            "bands, was changed after the run had stored it, or the file was damaged. Figures of "
            "these generations, and what is said of them, should not be relied on."
        )
    if found.chain.unsealed:
        return (
            "Generations were stored by an older version, without a hash of their records. That "
            "says neither that they were changed nor that they were not."
        )
    if not found.rehashed:
        return (
            "Only samples of the records are still in the file: when a run is complete, counts by "
            "type stay, and records like these are dropped. Of all of them their hashes stay. The "
            "run can be repeated from its settings and compared."
        )
    return f"The records of {_generations(found.rehashed)} are in the file and were hashed again."


def _links(count: int) -> str:
    return "1 link" if count == 1 else f"{count:,} links"


def _generations(count: int) -> str:
    return "1 generation" if count == 1 else f"{count:,} generations of the arms"
