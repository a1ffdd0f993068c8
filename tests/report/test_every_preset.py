"""Each preset's write-up: the PDF holds all of its texts, and its numbers are those of the CSV."""

import io
import re
from collections.abc import Iterator

import pypdf
import pytest

from core.analysis.families import headline_metrics
from core.analysis.wording import metric_noun, metric_unit
from core.presets import preset_names
from core.registry import plugins
from core.report.document import Document, Paragraph, Table
from core.report.narrative import narrative
from core.report.numbers import capital
from core.report.pdf import render
from core.report.tables import as_csv
from tests.report import recomputed
from tests.report.pages import filled, fonts, lacking
from tests.report.presets import printed, small_run, write_up
from tests.report.recomputed import ESTIMATE, NUMBER, TIES, Estimate, rounds_to

MOST_BYTES = 1_500_000


@pytest.fixture(params=preset_names())
def name(request):
    return request.param


@pytest.fixture
def values(name):
    """By metric and arm, read back from the CSV."""
    return recomputed.read(as_csv(small_run(name)))


def tables(document: Document) -> Iterator[Table]:
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Table))


def column(table: Table, start: str) -> dict[str, str]:
    """The cells of the column whose heading starts so, by the first cell of their row."""
    (place,) = [at for at, title in enumerate(table.columns) if title.startswith(start)]
    return {row.cells[0]: row.cells[place] for row in table.rows}


def verdict_table(name: str) -> Table:
    (found,) = [table for table in tables(write_up(name)) if "Verdict" in table.columns]
    return found


def heading(metric: str) -> str:
    """As tables print it."""
    unit = f" ({plugins('metrics')[metric].unit})" if metric_unit(metric) else ""
    return capital(metric_noun(metric)) + unit


def test_the_pdf_holds_every_text(name):
    assert lacking(write_up(name), io.BytesIO(printed(name))) == []


def test_it_is_four_pages_at_most_small_and_all_its_fonts_are_embedded(name):
    pdf = io.BytesIO(printed(name))
    assert len(pypdf.PdfReader(pdf).pages) <= 4
    assert min(filled(pdf)) > 1 / 3
    assert len(printed(name)) < MOST_BYTES
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts(pdf))


def test_one_page_holds_all_of_its_texts(name):
    document = narrative(small_run(name), "one")
    pdf = io.BytesIO(render(document, "letter"))
    assert len(pypdf.PdfReader(pdf).pages) == 1
    assert lacking(document, pdf) == []


def test_verdicts_values_and_changes_are_the_csvs(name, values):
    record, table = small_run(name), verdict_table(name)
    metric = record.experiment.primary()
    ended = column(table, f"Generation {record.done()}")
    changed = column(table, "Relative to" if recomputed.is_ratio(metric) else "Rise above")
    said = column(table, "Verdict")
    words = recomputed.words(values[metric], metric)
    for arm, found in values[metric].items():
        assert recomputed.value(found, metric, record.done()).is_printed_as(ended[arm])
        assert recomputed.change(found, metric).is_printed_as(changed[arm]), arm
        assert said[arm] == words[arm]
    start = next(iter(values[metric].values()))
    assert recomputed.value(start, metric, 0).is_printed_as(ended["Generation 0"])


def test_comparisons_with_the_baseline_are_the_csvs(name, values):
    record, table = small_run(name), verdict_table(name)
    baseline, arms = record.experiment.baseline, values[record.experiment.primary()]
    settings = {arm.name: arm.learner for arm in record.experiment.arms}
    found = {
        arm: recomputed.beside(own, arms[baseline], record.experiment.primary())
        if settings[arm] == settings[baseline]
        else recomputed.unpaired(own, arms[baseline])
        for arm, own in arms.items()
        if arm != baseline
    }
    adjusted = recomputed.holm({arm: p for arm, (_, p) in found.items()})
    effects = column(table, "Ratio to" if "Ratio to" in str(table.columns) else "Difference from")
    compared = column(table, "Comparison")
    for arm, (effect, _) in found.items():
        assert effect.is_printed_as(effects[arm]), arm
        word, _, p = compared[arm].partition(", p ")
        assert (word == "no clear difference") == (adjusted[arm] > 0.05)
        sign, number = p.split(" ")
        assert adjusted[arm] < 0.001 if sign == "<" else rounds_to(adjusted[arm], number)


def test_other_curves_are_the_csvs(name, values):
    record = small_run(name)
    headings = {heading(metric): metric for metric in values}
    read = set()
    for table in tables(write_up(name)):
        for title in set(table.columns) & set(headings):
            metric = headings[title]
            for arm, cell in column(table, title).items():
                if arm in record.arms:
                    wanted = recomputed.value(values[metric][arm], metric, record.done())
                    assert wanted.is_printed_as(cell), (metric, arm)
                    read.add((metric, arm))
    others = set(headline_metrics(record)) - {record.experiment.primary()}
    assert read >= {(metric, arm) for metric in others for arm in record.arms}


def test_half_lives_are_the_csvs(name, values):
    record = small_run(name)
    titles = {f"Half-life of {metric_noun(metric)}": metric for metric in headline_metrics(record)}
    diversity = [m for m in titles.values() if plugins("metrics")[m].family == "diversity"]
    read = []
    for table in tables(write_up(name)):
        for title, metric in titles.items():
            if any(one.startswith(title) for one in table.columns):
                read.append(metric)
                for arm, cell in column(table, title).items():
                    if arm in record.arms:
                        check_half_life(cell, values[metric][arm], record.done())
    assert read == [metric for metric in diversity if recomputed.is_ratio(metric)]


def check_half_life(cell: str, values, done: int) -> None:
    """Such as "6 [6, 7]", "4 [3, > 5]", "6 [in 1,998 of 2,000]" or "> 5"."""
    centre, *ends = re.findall(r"> \d+|\d+", TIES.sub("", cell))
    assert centre == said(recomputed.half_life(values), done)
    low, high = recomputed.half_life_ends(values)
    for end, (least, most) in zip(ends or [centre, centre], (low, high), strict=True):
        generation = float("inf") if end == f"> {done}" else float(end)
        assert least <= generation <= most, cell


def said(generation: float, done: int) -> str:
    return f"> {done}" if generation == float("inf") else f"{generation:.0f}"


def test_the_finding_is_the_csvs(name, values):
    record, metric = small_run(name), small_run(name).experiment.primary()
    blocks = write_up(name).sections[0].blocks
    (sentence,) = [
        block.text for block in blocks if isinstance(block, Paragraph) and block.role == "finding"
    ]
    arms = [record.experiment.baseline, record.experiment.compare]
    printed_ = [found[0] for found in ESTIMATE.finditer(sentence)]
    wanted = [recomputed.change(values[metric][arm], metric) for arm in arms]
    assert len(printed_) == len(wanted)
    assert all(one.is_printed_as(cell) for one, cell in zip(wanted, printed_, strict=True))
    words = recomputed.words(values[metric], metric)
    assert sentence.startswith(f"By generation {record.done()}, ")
    for arm in arms:
        assert re.search(rf"{re.escape(arm)} (is )?{words[arm]}", sentence)


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("0.267 [0.262, 0.272]", True),
        ("0.268 [0.262, 0.272]", False),
        ("0.267 [0.261, 0.272]", False),
        ("0.2674 [0.2617, 0.2721]", True),
        ("0.267", False),
        ("27 [26, 27]", False),
    ],
)
def test_a_number_that_is_not_the_runs_is_noticed(shown, right):
    assert Estimate(0.26741, 0.26172, 0.27211).is_printed_as(shown) is right


def test_columns_have_one_number_of_decimals(name):
    """But for an end that would be rounded onto a threshold, and whole generations."""
    for table in tables(write_up(name)):
        for place, title in enumerate(table.columns):
            cells = [TIES.sub("", row.cells[place]) for row in table.rows if row.style]
            if place not in table.numbers or not any("[" in cell for cell in cells):
                continue
            numbers = [number for cell in cells for number in re.findall(NUMBER, cell)]
            decimals = [len(number.partition(".")[2]) for number in numbers]
            least = min(decimals)
            for number, its in zip(numbers, decimals, strict=True):
                onto = round(float(number.replace(",", "").replace("\u2212", "-")), least)
                assert its == least or onto in (0.5, 0.9), (title, numbers)


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("1.00 [in 36 of 40]", True),
        ("1.00 [exactly, in 36 of 40 replicates]", True),
        ("1.00 [in all 40]", False),
        ("1.00 [in 35 of 40]", False),
        ("0.99 [in 36 of 40]", False),
        ("1.00 [1.00, 1.00]", False),
        ("1.00", False),
    ],
)
def test_an_interval_without_width_is_printed_with_its_ties(shown, right):
    assert Estimate(1.0, 1.0, 1.0, 36, 40).is_printed_as(shown) is right


def test_numbers_in_tens_are_held_to_their_error():
    assert Estimate(3556, 3538, 3574).is_printed_as("3,560 [3,540, 3,570]")
    assert not Estimate(3556, 3538, 3574).is_printed_as("3,600 [3,500, 3,600]")
    assert re.fullmatch(NUMBER, "\u22121,234.5")
    assert rounds_to(-1234.46, "\u22121,234.5")
