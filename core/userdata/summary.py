"""What was understood of a file, as the command line prints it."""

from typing import Any

import numpy as np

from core.analysis.wording import say_duration
from core.records import RecordKind
from core.text import spelled
from core.userdata.choices import ColumnSeen
from core.userdata.understand import Understood

SHOWN = 5
"""Records or types that are printed."""


def inspection(found: Understood) -> dict[str, Any]:
    """Everything as plain dictionaries; `settings` is the suggested document, ready to run."""
    facts = found.facts
    return {
        "reads": facts.reads,
        "records": facts.records,
        "shape": list(facts.shape),
        "universe": facts.universe,
        "dialect": facts.dialect,
        "columns": [
            {"name": one.name, "kept": one.kept, "why": one.why, "missing": one.missing}
            for one in found.columns
        ],
        "first_gap": found.first_gap,
        "left_out": facts.left_out,
        "notes": list(found.notes),
        "sha256": facts.sha256,
        "why": found.suggestion.why,
        "seconds": round(found.suggestion.seconds, 1),
        "settings": found.suggestion.document,
    }


def inspection_text(found: Understood) -> str:
    """The same for a terminal."""
    source = found.source
    blocks = [source.description(), *found.notes]
    if found.columns:
        blocks.append("\n".join(["Columns:", *(_column(one) for one in found.columns)]))
    if found.first_gap:
        blocks.append(f"Gaps: {found.first_gap}.")
    blocks.append("\n".join(["The real data begin like this:", *_samples(found)]))
    experiment, suggestion = found.suggestion.experiment, found.suggestion
    arms = "; ".join(arm.name for arm in experiment.arms)
    blocks.append(
        f"Suggested: {experiment.learner.title}, n = {experiment.sample_size:,}, "
        f"{experiment.replicates} replicates, {experiment.generations} generations; arms: {arms}. "
        f"About {say_duration(suggestion.seconds)} by a short trial on this machine; "
        f"{suggestion.why}."
    )
    blocks.append(
        "To run it, write it into a file with -o SETTINGS.json, then: collapse-lab run "
        "SETTINGS.json"
    )
    return "\n\n".join(blocks)


def _column(one: ColumnSeen) -> str:
    state = "kept" if one.kept else f"left out: {one.why}"
    gaps = f" (missing in {one.missing:,} rows)" if one.missing else ""
    return f"  {one.name}: {state}{gaps}"


def _samples(found: Understood) -> list[str]:
    """A few records, or the commonest types."""
    preview = found.preview
    if preview.counts is not None:
        assert found.catalogue is not None
        pairs = zip(found.catalogue.labels, preview.counts, strict=True)
        return [
            f"  {label}: {count:,}" for (label, count), _ in zip(pairs, range(SHOWN), strict=False)
        ]
    first = preview.values[:SHOWN]
    if preview.kind is RecordKind.TEXT:
        assert found.catalogue is not None
        return [f"  {spelled(tokens, found.catalogue.labels)}" for tokens in first]
    if preview.kind is RecordKind.IMAGES:
        return [f"  mean darkness {np.mean(preview.values) / 255:.0%}"]
    return ["  " + ", ".join(f"{number:.4g}" for number in record) for record in first]
