"""Caveats of single arms: computed from real small runs, each only where it applies."""

import pytest

from core.analysis.arm_caveats import arm_caveats
from core.control import make_control
from core.experiment import parse
from core.record import RunRecord
from tests.small import (
    ACCUMULATE,
    REPLACE,
    RESERVOIR,
    SUBSAMPLE,
    VERIFIED,
    document,
    experiment,
    ran,
)

FRESH = {**RESERVOIR, "name": "Fresh", "real": {"kind": "fresh", "share": 0.25}}
FADING = {**RESERVOIR, "name": "Fading", "real": {"kind": "fading", "start": 0.5, "end": 0.0}}
LIKELY = {**REPLACE, "name": "Likely", "verifier": {"kind": "likelihood", "top_share": 0.8}}
EXACT = {**VERIFIED, "name": "Exact", "verifier": {"kind": "discriminator", "ratio": "exact"}}
LATE = {**REPLACE, "name": "Late"}


def switched(arm=LATE, generation=2, **regime):
    return {**arm, "switch": {"generation": generation, "keep": "newest", **regime}}


def filtered(arm, recall, false_alarm=0.0):
    given = {"kind": "detector", "recall": recall, "false_alarm": false_alarm}
    return {**arm, "name": f"Filtered {arm['name']}", "filter": given}


def record_of(*arms, **changes):
    return ran(experiment(arms=list(arms), **changes))


def said(*arms, **changes):
    return " ".join(arm_caveats(record_of(*arms, **changes)))


def test_plain_arms_have_none():
    assert arm_caveats(record_of(REPLACE, SUBSAMPLE, RESERVOIR)) == []


# More data


def test_arms_that_accumulate_share_one_ending():
    late = switched(retention={"kind": "accumulate"})
    (more,) = [text for text in arm_caveats(record_of(REPLACE, ACCUMULATE, late)) if "more" in text]
    assert (
        "Accumulate and Late also trained on more data: 80 to 160 records at generation 3" in more
    )
    assert ", 2 to 4 times generation 0's. No arm of this run keeps data without" in more


def test_accumulation_given_up_is_said_of_the_generation_where_it_ended():
    early = switched(ACCUMULATE, retention={"kind": "replace"})
    assert "80 records at generation 1, 2 times generation 0's" in said(REPLACE, early)


def test_the_arm_that_separates_has_the_same_other_parts():
    late = switched(retention={"kind": "accumulate"})
    other = switched({**LATE, "name": "Fixed"}, retention={"kind": "accumulate-subsample"})
    none = "No arm of this run keeps data without training on more."
    assert none in said(REPLACE, SUBSAMPLE, late)
    assert "Fixed keeps data without training on more." in said(REPLACE, late, other)
    elsewhere = switched({**LATE, "name": "Fixed"}, 1, retention={"kind": "accumulate-subsample"})
    assert none in said(REPLACE, late, elsewhere)


def test_distinct_real_records_are_counted_over_the_generations():
    text = said(REPLACE, RESERVOIR, FRESH, FADING, VERIFIED)
    # 40 at generation 0; 3 x 10 fresh; 20, 10 and 0 fading; the verifier's are not trained on.
    assert "Arms trained on different numbers of distinct real records by generation 3: " in text
    assert ": Fresh and Fading on 70; the others on 40." in text
    late = switched(retention={"kind": "replace"}, real={"kind": "fresh", "share": 0.25})
    assert "Late on 60; Replace on 40." in said(REPLACE, late)
    assert "distinct" not in said(FRESH, {**FRESH, "name": "Fresh too"})


# Switches


def test_what_was_seen_before_a_switch_counts():
    late, later = switched(retention={"kind": "accumulate"}), {**LATE, "name": "Later"}
    text = said(REPLACE, late, switched(later, retention={"kind": "accumulate"}))
    wanted = "What Late and Later saw before the switch at generation 2 counts towards the verdict"
    assert f"{wanted} at generation 3." in text
    assert "switch" not in said(REPLACE, switched(generation=1, retention={"kind": "accumulate"}))


def test_a_switch_still_to_come():
    given = experiment(arms=[REPLACE, switched(generation=3, retention={"kind": "accumulate"})])
    whole, record = ran(given), RunRecord(given)
    for generation in range(2):
        for arm in [None] if generation == 0 else record.arms:
            event = whole.generation(arm or "Replace", generation)
            record.apply(event)
    text = " ".join(arm_caveats(record))
    assert "The switch of Late comes only at generation 3." in text
    assert "Late from generation 3 on also trains on more data than generation 0." in text


# Verifiers


def test_a_verifier_that_comes_with_a_switch():
    late = switched(retention={"kind": "replace"}, verifier={"kind": "likelihood"})
    text = said(REPLACE, late)
    assert (
        "The verifier of Late from generation 2 on looks at 4 further real records; no contr"
        in text
    )
    assert "so part of the effect may be theirs" in text
    assert "Late narrows by design from generation 2 on: its verifier keeps the likeliest" in text
    given = experiment(arms=[REPLACE, late])
    control = make_control(given.arm("Late"), set()).model_dump(mode="json", exclude_none=True)
    with_control = said(REPLACE, late, control)
    assert "the control, Control of Late, trains on them instead." in with_control
    assert "no control" not in with_control


def test_a_verifier_that_goes_or_stays():
    gone = switched(VERIFIED, retention={"kind": "replace"})
    assert "The verifier of Verified up to generation 1 looks at 4" in said(REPLACE, gone)
    kept = switched(VERIFIED, retention={"kind": "accumulate"}, verifier=VERIFIED["verifier"])
    assert said(REPLACE, kept).count("The verifier of Verified looks at 4") == 1


def test_an_exact_ratio_is_an_upper_bound():
    text = said(REPLACE, EXACT)
    assert "Exact's verifier is told the exact odds that a record is real: an upper bound" in text
    assert "looks at" not in text


@pytest.mark.parametrize(("share", "narrows"), [(0.8, True), (1.0, False)])
def test_a_likelihood_gate_narrows_unless_it_keeps_all(share, narrows):
    verifier = LIKELY["verifier"] | {"top_share": share}
    text = said(REPLACE, LIKELY | {"verifier": verifier})
    assert ("keeps the likeliest 80 % of what is emitted" in text) == narrows
    assert "rare or long" not in text


def test_a_likelihood_gate_on_text_is_said_to_prefer_short_records():
    given = experiment("state-of-the-union", arms=[REPLACE, LIKELY], generations=1)
    assert "so that what is rare or long goes first." in " ".join(arm_caveats(ran(given)))


def test_a_shortfall_is_counted_over_the_generations_of_its_verifier():
    verifier = {"kind": "likelihood", "top_share": 0.5, "candidate_cap": 1}
    record = record_of(REPLACE, switched(retention={"kind": "replace"}, verifier=verifier))
    worst = max(int(record.gate("Late", at).shortfall.max()) for at in (2, 3))
    text = " ".join(arm_caveats(record))
    assert "gave up at its cap in 2 of 2 generations" in text
    assert f"Up to {worst} records were missing" in text


# Filters


def test_what_a_filter_drops_is_missing():
    record = record_of(REPLACE, filtered(RESERVOIR, 0.5, 0.3))
    name = record.arms[1]
    missing = {at: sum(record.flagged(name, at).values()) for at in (1, 2, 3)}
    at = max(missing, key=lambda found: missing[found].max())
    real = max(int(record.flagged(name, at)[0].max()) for at in missing)
    text = " ".join(arm_caveats(record))
    assert f"{missing[at].max()} of 40 training records were missing, at generation {at}." in text
    assert f"Up to {real} of those dropped were real." in text


def test_no_real_record_is_said_to_be_lost_where_none_was():
    text = said(REPLACE, filtered(RESERVOIR, 0.5))
    assert "were missing" in text
    assert "dropped were real" not in text
    assert "filter" not in said(REPLACE, filtered(RESERVOIR, 0.0))


def test_an_archive_can_fill_a_pool_up():
    text = said(REPLACE, filtered(SUBSAMPLE, 0.5))
    assert "The filter of Filtered Subsample dropped kept records though pools stayed full." in text
    assert "were missing" not in text


def test_an_archive_without_synthetic_records_cannot():
    record = record_of(REPLACE, filtered(SUBSAMPLE, 1.0, 0.2))
    name = record.arms[1]
    short = max(40 - int(sum(record.composition(name, at).values()).min()) for at in (1, 2, 3))
    assert f"up to {short} of 40 training records were missing" in " ".join(arm_caveats(record))


# Files


def test_replicates_of_a_file_share_records():
    from core.analysis.caveats import caveats

    def of(size, replicates=2):
        learner = {"kind": "flow-matching", "steps": 1}
        given = document("digits", learner=learner, sample_size=size, replicates=replicates)
        return " ".join(caveats(RunRecord(parse(given | {"arms": [REPLACE]}))))

    # 70 % of 1,797 records are 1,258; two draws of 900 overlap in 542 at least.
    assert "draws 900 of the 1,258 records in its train part" in of(900)
    assert "any two share at least 60 % of them" in of(900)
    assert "share at least" not in of(629)
    assert "share at least" not in of(900, replicates=1)
