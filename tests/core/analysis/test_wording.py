"""Numbers as they are read: rounded to their uncertainty, never across a threshold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import registry
from core.analysis.intervals import Interval, Subsets, interval
from core.analysis.wording import (
    column_decimals,
    listed,
    metric_noun,
    metric_unit,
    say_band,
    say_generations,
    say_interval,
    say_level,
    say_number,
    say_p,
    say_ratio,
    say_reach,
    say_values,
)

NAN = float("nan")


def made(centre, low=NAN, high=NAN):
    return Interval(np.float64(centre), np.float64(low), np.float64(high), "median")


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (made(0.26651, 0.2622, 0.2718), "0.267 [0.262, 0.272]"),
        (made(3553.2, 3540.1, 3566.4), "3,553 [3,540, 3,566]"),
        (made(35532, 34040, 37066), "35,500 [34,000, 37,100]"),
        (made(948.4, 940.1, 955.6), "948 [940, 956]"),
        (made(0.5, 0.35, 0.62), "0.50 [0.35, 0.62]"),
        (made(-0.0001, -0.004, 0.0039), "0.000 [\u22120.004, 0.004]"),
        (made(3e-12, 2e-12, 4e-12), "3e-12 [2e-12, 4e-12]"),
        (made(0.01, 0.0001, 0.9), "0.0100 [0.000100, 0.900]"),
        (made(300.0, 300.0, 300.0), "300 [exactly]"),
        (made(0.5, 0.499999998, 0.500000004), "0.5 [0.499999998, 0.500000004]"),
        (made(0.5, 0.5, 0.5 + 1e-16), "0.500 [exactly]"),
        (made(0.4127), "0.413"),
        (made(NAN), "no value"),
    ],
)
def test_rounded_to_its_uncertainty(interval, text):
    assert say_interval(interval) == text


def test_an_interval_without_width_says_how_many_replicates_agree():
    """The median of 40 with 4 that differ: its order statistics are all the same value."""
    values = np.r_[np.full(36, 8.0), np.full(4, 7.0)]
    found = interval(values, scale=False)
    assert found.low == found.high == 8
    assert say_interval(found, " modes", count=True) == "8 [exactly, in 36 of 40 replicates] modes"
    assert say_interval(found, count=True, brief=True) == "8 [in 36 of 40]"
    assert say_ratio(interval(np.full(40, 1 / 3), scale=True)) == (
        "0.333 [exactly, in all 40 replicates]"
    )
    of = Subsets(4 + 1 / 20, 79)
    assert say_ratio(interval(np.full(20, 0.3), scale=True, of=of)) == (
        "0.300 [exactly, in all 20 subsets]"
    )
    wide = interval(np.r_[np.full(36, 8.0), np.linspace(1, 7, 30)], scale=False)
    assert not wide.is_point
    assert "exactly" not in say_interval(wide)


def test_a_column_has_the_decimals_of_its_narrowest_interval():
    column = [made(0.2512, 0.21, 0.28), made(0.0671, 0.0592, 0.0782), made(0.08, 0.08, 0.08)]
    decimals = column_decimals(column)
    assert [say_interval(found, decimals=decimals) for found in column] == [
        "0.251 [0.210, 0.280]",
        "0.067 [0.059, 0.078]",
        "0.080 [exactly]",
    ]


def test_a_columns_widest_interval_gets_few_decimals_and_no_width_is_lost():
    column = [made(14500, 12000, 17000), made(1.2, 1.15, 1.25), made(0.5, 0.49998, 0.50002)]
    decimals = column_decimals(column)
    said = [say_interval(found, decimals=decimals) for found in column]
    assert said == ["14,500 [12,000, 17,000]", "1.20 [1.15, 1.25]", "0.50000 [0.49998, 0.50002]"]
    skewed = made(0.01, 0.0001, 0.9)
    assert say_interval(skewed, decimals=2) == "0.0100 [0.0001, 0.9000]"


def test_a_column_of_counts_has_halves_everywhere_or_nowhere():
    column = [made(8, 8, 8), made(5.5, 5, 6)]
    decimals = column_decimals(column, count=True)
    said = [say_interval(found, count=True, decimals=decimals) for found in column]
    assert said == ["8.0 [exactly]", "5.5 [5.0, 6.0]"]
    assert column_decimals([made(8, 7, 8), made(5, 5, 6)], count=True) == 0


def test_a_column_never_rounds_an_end_onto_a_threshold():
    assert say_ratio(made(0.93, 0.9003, 0.96), decimals=2) == "0.93 [0.9003, 0.96]"


def test_a_column_without_intervals_has_three_digits_of_the_least():
    assert column_decimals([made(0.412), made(3.27)]) == 3
    assert column_decimals([made(NAN)]) is None
    assert say_reach([0.42, 0.34], decimals=2) == "0.34 and 0.42"


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6)).map(
            lambda at: made(at[0], at[0] - at[1], at[0] + at[1])
        ),
        min_size=1,
    )
)
def test_no_column_hides_the_width_of_an_interval(column):
    decimals = column_decimals(column)
    for found in column:
        inside = say_interval(found, decimals=decimals).partition("[")[2]
        low, high = inside.rstrip("]").split(", ")
        assert low != high


def test_unit_follows():
    assert say_interval(made(948.4, 940.1, 955.6), " types") == "948 [940, 956] types"


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (made(0.906, 0.9003, 0.912), "0.906 [0.9003, 0.912]"),
        (made(0.48, 0.46, 0.4996), "0.480 [0.460, 0.4996]"),
        (made(0.906, 0.894, 0.912), "0.906 [0.894, 0.912]"),
    ],
)
def test_a_ratios_end_is_never_rounded_onto_a_threshold(interval, text):
    assert say_ratio(interval) == text


@given(st.floats(0.3, 1.1), st.floats(0.0005, 0.2), st.floats(0.0005, 0.2))
def test_shown_ends_give_the_same_verdict_as_the_true_ones(centre, below, above):
    low, high = centre - below, centre + above
    shown = say_ratio(made(centre, low, high)).partition("[")[2].rstrip("]").split(", ")
    for threshold in (0.5, 0.9):
        if min(abs(low - threshold), abs(high - threshold)) > 1e-5:
            assert (float(shown[0]) > threshold) == (low > threshold)
            assert (float(shown[1]) < threshold) == (high < threshold)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (0.0123, "0.0123"),
        (1234567.0, "1,234,567"),
        (1e12, "1e+12"),
        (2.5e-9, "2.5e-09"),
        (-3.14159, "\u22123.14"),
        (np.inf, "inf"),
        (NAN, "no value"),
    ],
)
def test_single_numbers_have_three_digits(value, text):
    assert say_number(value) == text


def test_values_in_a_row():
    assert say_values([0.42, 0.34, 0.391]) == "0.340, 0.391 and 0.420"
    assert say_values([3.0], " types") == "3.00 types"
    assert listed([]) == ""
    assert listed(["a", "b"]) == "a and b"


def test_many_values_say_how_far_they_reach():
    assert say_reach([0.42, 0.34, 0.391]) == "0.340, 0.391 and 0.420"
    assert say_reach([0.42, 0.34, 0.391, 0.4]) == "0.340 to 0.420"
    assert say_reach([6.0, 5.0, 9.0, 7.5], count=True) == "5 to 9"


def test_generations_are_counted():
    assert [say_generations(count) for count in (1, 5)] == ["1 generation", "5 generations"]


def test_levels_and_p_values():
    assert say_level(0.95) == "95 %"
    assert say_level(1 - 0.05 / 4) == "98.75 %"
    assert say_p(0.00099) == "p < 0.001"
    assert say_p(0.0499) == "p = 0.0499"


def test_null_bands():
    assert say_band("types-alive", (4010.2, 4060.0, 4120.4)) == "4,010 to 4,120"
    assert say_band("total-variation", (0.19, 0.2, 0.2134)) == "up to 0.213"
    assert say_band("coverage", (1.0, 1.0, 1.0)) == "1.00"


def test_counts_are_printed_whole():
    """A median of counts is whole or a half; a mean of them is rounded as any number is."""
    assert say_interval(made(5, 5, 6), " modes", count=True) == "5 [5, 6] modes"
    assert say_interval(made(5.5, 5, 6), count=True) == "5.5 [5, 6]"
    assert say_interval(made(5.43, 5.1, 5.8), count=True) == "5.43 [5.10, 5.80]"
    assert say_interval(made(4010, 4001, 4021), count=True) == "4,010 [4,001, 4,021]"
    assert say_interval(made(NAN), count=True) == "no value"
    assert say_values([6.0, 5.0], count=True) == "5 and 6"
    assert say_band("modes-alive", (4.0, 5.0, 8.0)) == "4 to 8"
    assert say_band("modes-alive", (8.0, 8.0, 8.0)) == "8"


def test_names_and_units_of_metrics():
    assert metric_noun("types-alive") == "types alive"
    assert metric_noun("shannon-diversity") == "Shannon diversity"
    assert metric_noun("jensen-shannon").startswith("Jensen-Shannon")
    assert metric_unit("types-alive") == ""  # its name says it
    assert metric_unit("total-variation") == " of records"
    assert metric_unit("shannon-diversity") == " effective types"


@pytest.mark.parametrize("metric", list(registry.plugins("metrics")))
def test_every_metric_has_a_name_within_a_sentence(metric):
    declaration = registry.plugins("metrics")[metric]
    title = declaration.title.lower().removesuffix(", in the fit")
    noun = metric_noun(metric).lower()
    assert noun.removesuffix(" in the fit") == title
    assert ("fit" in noun) == (declaration.parameter is not None)
    assert metric_unit(metric) == "" or metric_unit(metric).startswith(" ")
