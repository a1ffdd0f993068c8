"""Every kind of records on the page of samples, and names by how rare they are."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from core.events import Catalogue, Preview, RealDataDrawn
from core.records import RecordKind
from desktop_app.widgets.columns_view import BEFORE, REAL
from desktop_app.widgets.density import WITHIN, surface
from desktop_app.widgets.mosaic_view import contact_sheet
from desktop_app.widgets.rarity import Rarities, Rarity
from desktop_app.widgets.sample_plots import contour
from tests.desktop_app.samples.made import (
    ARMS,
    LIMIT,
    column,
    digits,
    emitted,
    folded,
    images,
    named,
    names,
    show,
)
from tests.small import experiment, ran

# Names by how rare they are


def test_names_are_counted_by_how_often_a_real_sample_would_hold_them(run, page):
    record, put = folded(records="us-first-names")
    law = {"ADA": 0.5, "BO": 0.3, "CY": 0.05, "DI": 0.001}
    names(record, law, {"ADA": 60, "BO": 35, "CY": 4, "DI": 1})
    put(emitted(_0=50, _1=40, _2=10), 0, None)
    put(emitted(_0=100), 1, "Replace")
    put(emitted(_0=90, _3=10), 1, "Accumulate")
    show(run, record)
    assert column(page, "")[1:4] == [
        "of the real ones, common", "of the real ones, rare", "of the real ones, very rare",
    ]  # fmt: skip
    assert column(page, "Real sample")[:4] == ["4", "2", "1", "1"]
    assert column(page, BEFORE)[:4] == ["3", "2 of 2", "1 of 1", "0 of 1"]
    assert column(page, "Replace")[:4] == ["1", "1 of 2", "0 of 1", "0 of 1"]
    assert column(page, "Accumulate")[:4] == ["2", "1 of 2", "0 of 1", "1 of 1"]
    said = page.view.missing.text().splitlines()
    assert said[1] == (
        "Replace: 3 of the real sample's 4 gone; the commonest of them: BO (1 in 3), CY (1 in 20), "
        "DI (1 in 1,000)."
    )
    assert said[2].startswith(
        "Accumulate: 2 of the real sample's 4 not drawn; the commonest of them: BO"
    )
    legend = [entry.text() for entry in page.legend.entries]
    assert legend == [
        "common: 1 in 10 or more often",
        "rare: between 1 in 10 and 1 in 100",
        "very rare: less than 1 in 100",
    ]


def test_the_legend_is_whole_where_it_has_no_room_beside_each_other(run, page):
    show(run, ran(named()))
    legend = page.legend
    beside = legend.height()
    for width in (legend.width() // 2, 260):
        page.setFixedWidth(width)
        QApplication.processEvents()
        for part in (legend.where, *legend.entries):
            assert part.width() >= part.sizeHint().width()
            assert part.geometry().right() <= legend.width()
        assert legend.height() > beside


def test_every_rarity_has_a_colour_and_a_second_cue():
    assert len({rarity.colour().name() for rarity in Rarity}) == len(Rarity)
    assert len({(rarity.weight, rarity.italic) for rarity in Rarity}) == len(Rarity)


def test_names_that_are_not_displayed_are_not_listed_among_the_missing(run, page):
    record = show(run, ran(named()))
    law = record.catalogue
    shown = {label for label in law.labels if label}
    for line in page.view.missing.text().splitlines():
        for one in line.partition("them: ")[2].rstrip(".").split("), "):
            assert not one or one.split(" (")[0] in shown


def test_a_type_that_real_data_lack_is_very_rare():
    catalogue = Catalogue(np.array([2, 5]), ("A", "new"), np.array([0.9, 0.0]))
    real = Preview(RecordKind.COUNTS, np.array([2, 5]), np.array([90, 10]))
    rarities = Rarities(catalogue, real)
    assert (rarities.of(2), rarities.of(5)) == (Rarity.COMMON, Rarity.RAREST)
    assert rarities.held == [1, 0, 1]


# The other kinds


def test_images_stand_under_the_real_ones_and_beside_generation_0(run, page):
    record, put = digits()
    record.apply(RealDataDrawn(images(400), None))
    put(images(80, 1), 0, None)
    put(images(80, 2), 1, "Replace")
    put(images(80, 3), 1, "Accumulate")
    show(run, record)
    mosaics = page.view.mosaics
    assert list(mosaics) == [REAL, BEFORE, "Replace", "Accumulate"]
    for title, seed in ((BEFORE, 1), ("Replace", 2), ("Accumulate", 3)):
        np.testing.assert_array_equal(
            mosaics[title].sheet, contact_sheet(images(80, seed).values, (8, 8))
        )
    np.testing.assert_array_equal(mosaics[REAL].sheet, contact_sheet(images(400).values, (24, 4)))
    QApplication.sendPostedEvents()
    tops = {title: mosaics[title].mapTo(page, mosaics[title].rect().topLeft()) for title in mosaics}
    assert tops[REAL].y() < tops[BEFORE].y() == tops["Replace"].y()
    assert tops[BEFORE].x() < tops["Replace"].x() < tops["Accumulate"].x()


def test_densities_are_those_of_the_generation_on_axes_that_stay(run, page):
    record = show(run, ran(experiment(arms=ARMS)))
    plots = page.view.plots
    ranges, drawn = [], []
    for at in (3, 0, 2):
        page.slider.slider.setValue(at)
        ranges.append([plot.axes.view.viewRange() for plot in plots.values()])
        drawn.append(plots["Replace"].own.getData()[1].copy())
        np.testing.assert_array_equal(
            plots["Replace"]._marked, record.preview("Replace", at).values[:, 0]
        )
    assert ranges[0] == ranges[1] == ranges[2]
    assert not np.array_equal(drawn[0], drawn[1])
    np.testing.assert_array_equal(plots[BEFORE]._marked, record.preview("Replace", 0).values[:, 0])


def test_points_are_drawn_over_the_contours_of_the_real_sample(run, page):
    record = show(run, ran(experiment(arms=ARMS, source={"kind": "ring-mixture"})))
    page.slider.slider.setValue(1)
    for arm in record.arms:
        drawn = np.column_stack(page.view.plots[arm].own.getData())
        np.testing.assert_array_equal(drawn, record.preview(arm, 1).values[:, :2])
    assert not page.view.plots["Replace"].real.path().isEmpty()
    assert "98 % of the real sample" in page.note.text()


def test_a_contour_lies_around_the_share_of_records_that_it_names():
    far = np.random.default_rng(3).normal(size=(300, 2)) * (1.0, 0.4) + (7.0, -20.0)
    path = contour(far)
    _, corners, levels = surface(far, 50)
    assert levels == sorted(levels, reverse=True)
    assert (corners[0] < far.min(axis=0)).all()
    assert (corners[1] > far.max(axis=0)).all()
    inside = np.mean([path.boundingRect().contains(QPointF(x, y)) for x, y in far])
    assert inside >= WITHIN[-1]
    centre = path.boundingRect().center()
    assert (centre.x(), centre.y()) == pytest.approx((7.0, -20.0), abs=0.3)


def test_sentences_stand_in_columns_under_the_real_ones(run, page):
    given = {"arms": ARMS, "sample_size": 60, "generations": 2}
    record = show(run, ran(experiment("state-of-the-union", **given)))
    sheet = page.view.page
    assert (sheet.table.rows(), sheet.table.columns()) == (2, 3)
    heads = [sheet.table.cellAt(1, at).firstCursorPosition().block().text() for at in range(3)]
    assert [head.lstrip("\ufffc ") for head in heads] == [BEFORE, *record.arms]
    texts = []
    for at in (2, 1):
        page.slider.slider.setValue(at)
        texts.append(sheet.toPlainText())
        assert f"generation {at} · words alive" in texts[-1]
    assert texts[0] != texts[1]
    assert "Of the real sample's words: common" in texts[0]


def test_words_look_as_rare_as_they_are(run, page):
    given = {"arms": ARMS, "sample_size": 60, "generations": 2}
    record = show(run, ran(experiment("state-of-the-union", **given)))
    rarities = Rarities(record.catalogue, record.real)
    block = page.view.page.document().begin()
    seen = set()
    while block.isValid():
        for piece in (found.fragment() for found in block):
            for rarity in (Rarity.RARE, Rarity.RAREST):
                if piece.charFormat().foreground().color() == rarity.colour():
                    seen.add(rarity)
                    assert piece.charFormat().fontWeight() == rarity.weight
                    word = piece.text().lower()
                    assert rarities.of(record.catalogue.labels.index(word)) is rarity
        block = block.next()
    assert seen == {Rarity.RARE, Rarity.RAREST}


@pytest.mark.parametrize(
    "given",
    [
        {"source": {"kind": "regression"}, "learner": {"kind": "least-squares"}},
        {"source": {"kind": "poisson", "dimensions": 1}, "learner": {"kind": "poisson"}},
        {"source": {"kind": "poisson", "dimensions": 9}, "learner": {"kind": "poisson"}},
        {"source": {"kind": "zipf"}, "learner": {"kind": "categorical"}},
    ],
)
def test_records_of_any_kind_are_shown_at_every_generation(qtbot, run, page, given):
    show(run, ran(experiment(arms=ARMS, **given)))
    for at in range(4):
        page.slider.slider.setValue(at)
        assert page.note.text()
    qtbot.waitUntil(page.view.isVisible, timeout=LIMIT)
