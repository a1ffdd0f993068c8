"""What the precision check finds, and the facts that it goes by."""

from core.report.narrative import narrative
from core.report.precision import facts_of, precision_check


def facts(record):
    return facts_of(record, narrative(record))


def found(text, of, about=""):
    return [remark.found for remark in precision_check(text, of, about)]


def remarks(text, of, about=""):
    for remark in precision_check(text, of, about):
        assert text[remark.start : remark.end] == remark.found
        assert remark.why.endswith(".")
        assert remark.suggestion
        yield f"{remark.why} {remark.suggestion}"
