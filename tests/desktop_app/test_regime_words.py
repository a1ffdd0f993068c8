"""An arm in words: every part of its regime, with what it is set to."""

import pytest

from core import registry
from desktop_app.models.regime import PARTS, regime
from tests.small import REPLACE, RESERVOIR, SWITCHED

PLUGINS = [
    (part, kind)
    for part, group in PARTS.items()
    for kind in registry.plugins(group)
    if part != "retention"
]


@pytest.mark.parametrize(("part", "kind"), PLUGINS)
def test_every_part_is_said(part, kind):
    plugin = registry.plugins(PARTS[part])[kind]
    assert plugin.summary.removesuffix(".") in regime(REPLACE | {part: {"kind": kind}})


def test_settings_stand_behind_their_part():
    assert "(real share 0.2)" in regime(RESERVOIR)
    assert "keeps right (phi) 0.7, keeps wrong (psi) 0.3" in regime(
        REPLACE | {"verifier": {"kind": "noisy", "right": 0.7}}
    )


def test_a_switch_is_one_sentence():
    assert regime(SWITCHED) == (
        "Before generation 2: replace, detector (recall 0.5, false alarm 0); from then on, "
        "starting from the whole archive: accumulate, rule (trusted real records 0.1), "
        "detector (recall 0.3, false alarm 0.1)."
    )


def test_what_is_not_understood_is_left_out():
    assert regime({"name": "?", "retention": {"kind": "hoard"}, "real": 7}) == ""
