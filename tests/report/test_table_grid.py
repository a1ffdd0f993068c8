"""Tables as they are typeset: what has room stands on one line."""

import pytest

from core.report.document import Row, Table
from core.report.table import table_grid

NAMES = ("Accumulate", "Replace", "Verified", "10 % reservoir", "Trusted records", "Fine-tuned")


@pytest.mark.parametrize("size", [1.0, 0.96, 0.92, 0.88, 0.84])
@pytest.mark.parametrize("name", NAMES)
def test_the_longest_name_is_not_parted(name, size):
    """The first column is as wide as its longest name; rounding once put a letter on a line."""
    wide = ("Mean of Gini-Simpson diversity in the fit", "4,727", "0.998 [0.997, 0.999]", "-0.8")
    columns = ("Arm", "Statistic over replicates", "Theory", "Run", "z")
    table = Table("", columns, (Row((name, *wide)), Row((name[:4], *wide))))
    grid = table_grid(table, 482.0, size)
    grid.wrap(482.0, 800.0)
    rows = grid._rowHeights
    assert rows[1] == rows[2], "a row of one line"
