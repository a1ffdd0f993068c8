"""What a person reads of a file of their own; no Qt."""

from core.records import RecordKind
from core.userdata.suggest import Suggestion
from core.userdata.understand import Understood
from desktop_app.models.progress import duration

NOUNS = {"numbers": "numbers", "categories": "categories", "text": "text", "images": "pictures"}


def say_records(found: Understood) -> str:
    """What the file holds, such as "342 rows of 5 numbers; 2 rows with gaps are left out"."""
    facts, source = found.facts, found.source
    shape = facts.shape
    said = f"{facts.records:,} {source.record_noun}"
    match found.kind:
        case RecordKind.VECTORS:
            said += f" of {shape[0]} {'number' if shape[0] == 1 else 'numbers'}"
        case RecordKind.COUNTS:
            said += f" in {facts.universe:,} {source.types_noun}"
        case RecordKind.IMAGES:
            said += f" of {shape[1]} × {shape[0]} pixels"
        case RecordKind.TEXT:
            said += f" of at most {shape[0]} words; {facts.universe - 1:,} different ones"
    if found.kind is not RecordKind.COUNTS and facts.used < facts.records:
        said += f", of which a run uses {facts.used:,}, drawn by its seed"
    if facts.left_out:
        rows = "row" if facts.left_out == 1 else "rows"
        said += f"; {facts.left_out:,} {rows} with missing values left out"
    return f"Read as {NOUNS[facts.reads]}: {said}."


def say_details(found: Understood) -> str:
    """How the file was taken apart, where values are missing, and what was decided unasked."""
    gap = f"{found.first_gap[:1].upper()}{found.first_gap[1:]}." if found.first_gap else ""
    dialect = f"{found.facts.dialect}." if found.facts.dialect else ""
    return " ".join(part for part in (dialect, gap, *found.notes) if part)


def say_suggestion(suggestion: Suggestion) -> str:
    """The experiment that is suggested, and how long it would take here."""
    of = suggestion.experiment
    arms = ", ".join(arm.name for arm in of.arms)
    return (
        f"Suggested, and every setting can be changed: {of.learner.title}, n = {of.sample_size:,}, "
        f"{of.replicates} replicates, {of.generations} generations; arms {arms}. About "
        f"{duration(suggestion.seconds)} on this computer, by a short trial; {suggestion.why}."
    )
