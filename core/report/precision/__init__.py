"""Reads the person's own words against the run; says what to look at again, and changes nothing."""

from core.report.precision.check import check_edits, precision_check
from core.report.precision.facts import Facts, facts_of
from core.report.precision.remark import Remark

__all__ = ["Facts", "Remark", "check_edits", "facts_of", "precision_check"]
