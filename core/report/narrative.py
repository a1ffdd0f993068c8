"""From a run's record to its write-up; every sentence and number comes from the record."""

from collections.abc import Iterable
from dataclasses import replace

from core.analysis.finding import Finding, finding
from core.errors import BadInput
from core.record import RunRecord
from core.report.document import Document, Paragraph, Section
from core.report.person import NOBODY, Person
from core.report.sections import (
    audit,
    business,
    controls,
    course,
    limits,
    method,
    mitigations,
    references,
    reproduce,
    result,
    samples,
    settings,
    theory,
)


def narrative(
    record: RunRecord, length: str = "four", person: Person = NOBODY, created: str = ""
) -> Document:
    """The write-up of a run, of one page or in full.

    Raises BadInput while nothing is measured, and for a length that does not exist.
    """
    if record.done() < 0:
        raise BadInput("run: nothing is measured yet; write it up when generation 0 is finished")
    pages = {"one": 1, "four": 4}.get(length)
    if pages is None:
        raise BadInput(f"length: '{length[:60]}' given; allowed are 'one' and 'four' pages")
    sections = _one_page(record) if pages == 1 else _in_full(record)
    experiment = record.experiment
    return Document(experiment.name, experiment.about, tuple(sections), person, created, pages)


def _in_full(record: RunRecord) -> list[Section]:
    found = finding(record)
    if record.experiment.recorded:
        return _audit_in_full(record, found)
    story = (
        result.section(record, found),
        course.section(record),
        samples.section(record),
        mitigations.section(record),
        business.section(record),
        limits.section(record, found),
    )
    reference = (
        method.section(record),
        theory.section(record),
        controls.section(record),
        settings.section(record),
        reproduce.section(record),
        references.section(record),
    )
    return _in_order(story, reference)


def _in_order(
    story: Iterable[Section | None], reference: Iterable[Section | None]
) -> list[Section]:
    """The sections that there are: what is read through, then what is looked up."""
    told = [section for section in story if section is not None]
    looked_up = [replace(section, appendix=True) for section in reference if section is not None]
    return told + looked_up


def _audit_in_full(record: RunRecord, found: Finding) -> list[Section]:
    """Without what only a simulation has: closed forms, mitigations, regimes."""
    story = (
        result.section(record, found),
        course.section(record),
        samples.section(record),
        business.section(record) or audit.alarm_section(found),
        limits.section(record, found),
    )
    reference = (
        audit.method(record),
        controls.section(record),
        audit.settings(record),
        audit.reproduce(record),
        references.section(record),
    )
    return _in_order(story, reference)


def _one_page(record: RunRecord) -> list[Section]:
    """The chart, the finding, the key numbers, one limitation, and where the rest is."""
    found = finding(record)
    limit = Section("limits", "One limitation", (Paragraph(limits.first_limit(record, found)),))
    if record.experiment.recorded:
        alarm = audit.alarm_section(found)
        return _in_order((result.section(record, found), alarm, limit, audit.in_brief(record)), ())
    return [result.section(record, found), limit, reproduce.in_brief(record)]
