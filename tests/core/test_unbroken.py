"""Numbers keep their unit where a text is set in lines."""

import pytest

from core.unbroken import NO_BREAK, unbroken


@pytest.mark.parametrize(
    "said",
    [
        "20_% reservoir",
        "41 [38, 44]_% and 53 to 60_% of all",
        "about 48_s, or 1.5_h",
        "By generation_4, and Generation_12 too",
        "rose by 0.22 [0.21, 0.27]_nats a letter",
        "needs 1.4_GB",
        "5 sets of 3 modes",
        "12 samples in 2 streams",
    ],
)
def test_what_belongs_together_is_joined_and_nothing_else(said):
    expected = said.replace("_", NO_BREAK)
    assert unbroken(said.replace("_", " ")) == expected
    assert unbroken(expected) == expected
