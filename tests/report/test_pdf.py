"""The PDF read back: its words against the run's values, its fonts, its charts, its pages."""

import math

import pypdf
import pytest

from core.analysis.finding import finding
from core.analysis.theory import theory_table
from core.analysis.verdict import verdicts
from core.analysis.wording import column_decimals, say_interval, say_number, say_ratio
from core.events import FinishReason
from core.experiment import parse_json
from core.report import export_pdf
from core.report.sections import limits
from tests.report.pages import filled, fonts, pictures, plain, words
from tests.report.runs import ended_at, said_of
from tests.small import ALL_ARMS, REPLACE, experiment, ran

RUNS = ("names_run", "gaussian_run", "digits_run")


@pytest.fixture(scope="module", params=RUNS)
def run(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def written(run, tmp_path_factory):
    target = tmp_path_factory.mktemp("written") / "report.pdf"
    export_pdf(run, target, person="Ada Example", created="2025-11-22T10:00:00+00:00")
    return target


def test_its_words_are_the_runs(run, written):
    said = words(written)
    assert plain(finding(run).sentence) in said
    for limit in said_of(limits.section(run, finding(run))):
        assert plain(limit) in said
    judged = verdicts(run)
    decimals = column_decimals(verdict.ratio for verdict in judged.values())
    for verdict in judged.values():
        assert f"{verdict.outcome}" in said
        assert say_interval(verdict.end) in said
        assert say_ratio(verdict.ratio, decimals=decimals) in said
    assert run.experiment.name in said
    assert "Ada Example" in said
    assert "2025-11-22" in said
    assert f"Seed {run.experiment.seed}" in said
    assert run.content_hash() in said.replace(" ", "")


def test_what_it_is_can_be_read_without_opening_it(run, written):
    reader = pypdf.PdfReader(written)
    assert reader.metadata.title == run.experiment.name
    assert reader.metadata.author == "Ada Example"
    assert reader.metadata["/CreationDate"] == "D:20251122"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    titles = [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:2] == ["The finding", "Over the generations"]
    assert "How to reproduce it" in titles
    within = [one["/Title"] for entry in reader.outline if isinstance(entry, list) for one in entry]
    assert len(within) == len(set(within))
    assert "Figure 1: Before and after" in within
    assert any(title.startswith("Table 1: The primary metric") for title in within)
    attached = reader.attachments["settings.json"][0].decode()
    assert parse_json(attached) == run.experiment


def test_every_font_is_embedded(written):
    found = fonts(written)
    assert len(found) > 5
    for font in found:
        assert "/FontFile2" in font["/FontDescriptor"], font["/BaseFont"]


def test_charts_are_vectors_and_only_samples_are_pictures(run, written):
    samples = pictures(written)
    if run.experiment.source.kind == "digits":
        assert len(samples) == 2 + len(run.arms)
        assert all(picture["/Filter"] == "/FlateDecode" for picture in samples)
    else:
        assert not samples


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_pages_are_two_to_four_and_well_filled(run, tmp_path, paper):
    export_pdf(run, tmp_path / "report.pdf", paper=paper)
    shares = filled(tmp_path / "report.pdf")
    assert 2 <= len(shares) <= 4
    assert min(shares) > 1 / 3


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_one_page_is_one_page(run, tmp_path, paper):
    export_pdf(run, tmp_path / "one.pdf", paper=paper, length="one")
    reader = pypdf.PdfReader(tmp_path / "one.pdf")
    assert len(reader.pages) == 1
    assert "settings.json" in reader.attachments
    said = words(tmp_path / "one.pdf")
    assert plain(finding(run).sentence) in said
    assert plain(limits.first_limit(run, finding(run))) in said
    assert run.content_hash() in said.replace(" ", "")


def test_twelve_arms_fit_four_pages(tmp_path):
    arms = [ALL_ARMS[place % 6] | {"name": f"Regime number {place}"} for place in range(12)]
    record = ran(experiment("us-first-names", arms=arms, generations=2, sample_size=60))
    export_pdf(record, tmp_path / "report.pdf")
    shares = filled(tmp_path / "report.pdf")
    assert len(shares) <= 4
    assert min(shares) > 1 / 3
    said = words(tmp_path / "report.pdf")
    assert all(said.count(arm) >= 4 for arm in record.arms)


def test_opposite_outcomes_give_opposite_sentences(tmp_path):
    lost, kept, same = ended_at(0.2, 0.97), ended_at(0.97, 0.2), ended_at(0.99, 0.99)
    said = []
    for record in (lost, kept, same):
        export_pdf(record, tmp_path / "report.pdf", length="one")
        said.append(words(tmp_path / "report.pdf"))
    assert "Replace collapsed" in said[0]
    assert "Accumulate held" in said[0]
    assert "slowed, p" in said[0]
    assert "Replace held" in said[1]
    assert "Accumulate collapsed" in said[1]
    assert "faster, p" in said[1]
    assert "Replace held" in said[2]
    assert "no clear difference from Replace" in said[2]
    assert "collapsed:" not in said[2]
    assert "lost" not in finding(same).sentence


def test_theory_is_given_with_z_where_a_form_fits(gaussian_run, names_run, tmp_path):
    export_pdf(gaussian_run, tmp_path / "report.pdf")
    said = words(tmp_path / "report.pdf")
    lines = theory_table(gaussian_run)
    assert {line.row for line in lines} == {"a1", "a3", "b", "T0"}
    tabled = [line for line in lines if line.row != "T0" and line.metric != "log-fitted-variance"]
    for line in tabled:
        assert say_number(float(line.theory[-1])) in said
        assert math.isnan(line.z) or f"{line.z:+.1f}" in said
    largest = max(abs(line.z) for line in lines if not math.isnan(line.z))
    assert f"is {largest:.1f}, below the 4 from which the two are said to disagree" in said
    assert "does not agree" not in said
    export_pdf(names_run, tmp_path / "report.pdf")
    said = words(tmp_path / "report.pdf")
    assert "fewer than 10 replicates give no standard error" in said


def test_pictures_have_no_closed_form(digits_run, tmp_path):
    export_pdf(digits_run, tmp_path / "report.pdf")
    assert "What theory says" not in words(tmp_path / "report.pdf")


def test_one_arm_and_one_replicate_say_so(tmp_path):
    record = ran(experiment(arms=[REPLACE], replicates=1))
    export_pdf(record, tmp_path / "report.pdf")
    said = words(tmp_path / "report.pdf")
    assert "There is 1 arm, so there is nothing to compare it with." in said
    assert "There is 1 replicate, so nothing here says how another would have gone." in said
    assert "1 replicate is too few for an interval" in said
    assert "[" not in said.split("What theory says")[0]


@pytest.mark.parametrize("done", [0, 1])
def test_a_run_that_was_cancelled_early_is_written_up_as_far_as_it_went(tmp_path, done):
    record = ended_at(0.5, 0.9, done=done, finished=FinishReason.CANCELLED)
    export_pdf(record, tmp_path / "report.pdf")
    said = words(tmp_path / "report.pdf")
    assert f"The run was cancelled at generation {done} of 4." in said
    assert f"This write-up is of generation {done}; the command goes on to generation 4." in said
    assert ("all arms have finished generation 0 and nothing" in said) == (done == 0)
    assert ("Before and after" in said) == (done == 1)
