"""Counts in computed texts: digits wherever a run gives one."""

import re

import pytest

from core.report.narrative import narrative
from core.report.texts import texts
from tests.report.runs import ended_at

COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten)"
    r" (?:of (?:the )?\d|more (?:was|were)|(?:replicates?|generations?|arms?|records?)\b(?! of))",
    re.IGNORECASE,
)


@pytest.mark.parametrize("replicates", [1, 2, 8])
def test_counts_of_a_run_are_in_digits(replicates):
    for given in ({}, {"done": 0, "finished": None}):
        for ends in ((0.2, 0.97), (1, 1)):
            record = ended_at(*ends, replicates=replicates, **given)
            for text in texts(narrative(record), {}):
                mixed = COUNTED.search(text.computed)
                assert not (mixed and re.search(r"\d", text.computed)), text.computed
