"""What a person reads of a file of their own; no Qt."""

from core.records import RecordKind
from core.userdata.suggest import Suggestion
from core.userdata.understand import Understood
from desktop_app.models.progress import duration
from desktop_app.translation import mark, tr

NOUNS = {
    "numbers": mark("numbers"),
    "categories": mark("categories"),
    "text": mark("text"),
    "images": mark("pictures"),
}


def say_records(found: Understood) -> str:
    """What the file holds, such as "342 rows of 5 numbers; 2 rows with gaps are left out"."""
    facts, source = found.facts, found.source
    shape = facts.shape
    said = f"{facts.records:,} {source.record_noun}"
    match found.kind:
        case RecordKind.VECTORS:
            numbers = tr(" of 1 number") if shape[0] == 1 else tr(" of {numbers} numbers")
            said += numbers.format(numbers=shape[0])
        case RecordKind.COUNTS:
            said += tr(" in {count:,} {types}").format(
                count=facts.universe, types=source.types_noun
            )
        case RecordKind.IMAGES:
            said += tr(" of {wide} × {high} pixels").format(wide=shape[1], high=shape[0])
        case RecordKind.TEXT:
            said += tr(" of at most {most} words; {different:,} different ones").format(
                most=shape[0], different=facts.universe - 1
            )
    if found.kind is not RecordKind.COUNTS and facts.used < facts.records:
        said += tr(", of which a run uses {used:,}, drawn by its seed").format(used=facts.used)
    if facts.left_out:
        one = tr("; 1 row with missing values left out")
        more = tr("; {rows:,} rows with missing values left out")
        said += (one if facts.left_out == 1 else more).format(rows=facts.left_out)
    return tr("Read as {kind}: {said}.").format(kind=tr(NOUNS[facts.reads]), said=said)


def say_details(found: Understood) -> str:
    """How the file was taken apart, where values are missing, and what was decided unasked."""
    gap = f"{found.first_gap[:1].upper()}{found.first_gap[1:]}." if found.first_gap else ""
    dialect = f"{found.facts.dialect}." if found.facts.dialect else ""
    return " ".join(part for part in (dialect, gap, *found.notes) if part)


def say_suggestion(suggestion: Suggestion) -> str:
    """The experiment that is suggested, and how long it would take here."""
    of = suggestion.experiment
    arms = ", ".join(arm.name for arm in of.arms)
    return tr(
        "Suggested, and every setting can be changed: {title}, n = "
        "{sample_size:,}, {replicates} replicates, {generations} generations; "
        "arms {arms}. About {seconds} on this computer, by a short trial; {why}."
    ).format(
        title=of.learner.title,
        sample_size=of.sample_size,
        replicates=of.replicates,
        generations=of.generations,
        arms=arms,
        seconds=duration(suggestion.seconds),
        why=suggestion.why,
    )
