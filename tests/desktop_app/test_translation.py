"""Every string of the window passes through `tr`: seen on screen, and in the modules."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from core import presets, registry
from core.session import Session
from desktop_app.main_window import MainWindow
from desktop_app.models.fields import form_fields
from desktop_app.pages.command_palette import CommandPalette
from desktop_app.pages.crash_dialog import CrashDialog
from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.pages.present_window import PresentWindow
from desktop_app.widgets.present_ink import Ink
from tests.desktop_app.literals import ROOT, calls, marked, stated, trees
from tests.desktop_app.seen import texts
from tests.desktop_app.test_accessible import walk
from tests.small import ACCUMULATE, REPLACE, SWITCHED, VERIFIED, experiment

LIMIT = 20_000
RUNS = {
    "names": experiment("us-first-names", arms=[REPLACE, ACCUMULATE], sample_size=60),
    "numbers": experiment(arms=[REPLACE, VERIFIED, SWITCHED]),
    "text": experiment("state-of-the-union", arms=[REPLACE, ACCUMULATE], sample_size=60),
}
WHOLE = ("title", "head", "tab", "menu", "placeholder", "button", "action's text")
"""Texts that the window alone writes, but for names: every one must be translated as a whole."""
OWN_WORDS = {"collapse", "lab", "prov", "pdf", "csv", "png", "svg", "json", "clab", "ctrl"}
"""Names of the app, of formats and of keys, which are the same in every language."""


class Bracketed(QTranslator):
    """Puts every text that is translated between ⟦ and ⟧."""

    def translate(self, context, text, disambiguation=None, n=-1):
        return f"⟦{text}⟧" if text else ""

    def isEmpty(self):
        return False


@pytest.fixture
def bracketed(qapp):
    translator = Bracketed()
    form_fields.cache_clear()  # their ranges in words are made once
    assert QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)
    form_fields.cache_clear()


@pytest.fixture
def window(bracketed, qtbot, settings):
    made = MainWindow(settings)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    yield made
    for part in (made.run, made.files, made.own_data, made.audit, made.write_up, made.provenance,
                 made.recall, made.charts, made.saved):  # fmt: skip
        assert part.shutdown(LIMIT)


@cache
def finished(which: str, folder: Path) -> Path:
    path = folder / "small.clab"
    list(Session.create(RUNS[which], path).events())
    return path


def bare(text: str) -> str:
    """What stands outside brackets, without the markup of tool tips."""
    before, text = "", re.sub("<[^>]*>", " ", text)
    while before != text:
        before, text = text, re.sub("⟦[^⟦⟧]*⟧", " ", text)
    return text.strip(" \n():,.")


def words_in(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text) if word.isalpha() and word[1:]}


@cache
def names() -> frozenset[str]:
    """What presets, plug-ins and small runs are called."""
    every = [presets.preset(name) for name in presets.preset_names()] + list(RUNS.values())
    called = {one.name for one in every} | {arm.name for one in every for arm in one.arms}
    plugins = (plugin for group in registry.GROUPS for plugin in registry.plugins(group).values())
    return frozenset(called | {getattr(plugin, "title", "") for plugin in plugins})


@cache
def words_of_core() -> frozenset[str]:
    """Words that `core` writes, those of its resources, and those of the data of the runs."""
    told = [*stated("core"), *names()]
    told += [path.read_text("utf-8") for path in (ROOT / "resources").rglob("*.json")]
    told += [path.read_text("utf-8") for path in (ROOT / "resources").rglob("*.md")]
    return frozenset().union(*map(words_in, told)) | OWN_WORDS


def faults(seen: Iterator[tuple[str, str]], data: set[str] = frozenset()) -> list[str]:
    """Texts that are neither translated nor made of the words of `core` and of the run's data."""
    found = []
    for where, text in seen:
        left = bare(text)
        if not words_in(left) or left in names() or "AboutDialog" in where:
            continue
        own = left in marked() and left not in stated("core")
        strange = words_in(left) - words_of_core() - data
        if own or strange or (where.startswith(WHOLE) and not known(left)):
            found.append(f"{where}: {text[:100]!r} {sorted(strange)}")
    return sorted(set(found))


def known(left: str) -> bool:
    return all(part in names() for part in re.split(" – |: ", left))


@pytest.mark.parametrize("which", RUNS)
def test_every_text_of_every_page_is_translated_or_from_core(
    qtbot, window, tmp_path_factory, which
):
    window.open_path(finished(which, tmp_path_factory.mktemp(which)))
    data = words_in("\n".join(window.run.record.catalogue.labels)) if which != "numbers" else set()
    seen = []
    for place in walk(qtbot, window):
        qtbot.waitUntil(lambda: not window.write_up.model.busy, timeout=LIMIT)
        assert faults(texts(window), data) == [], place
        seen.append(place)
    assert len(seen) > 8
    assert "⟦Samples⟧" in seen


def test_every_text_of_every_dialog_is_translated_or_from_core(qtbot, window, tmp_path, settings):
    window.open_path(finished("numbers", tmp_path))
    for name in ("find_action", "show_shortcuts", "about", "glossary"):
        window.commands[name].trigger()
        QApplication.processEvents()
        assert faults(texts(window)) == [], name
    shown = {type(one) for one in window.children()}
    assert shown >= {CommandPalette}
    for dialog in (ExportDialog(settings, window), CrashDialog("trace", window)):
        dialog.show()
        assert faults(texts(dialog)) == []
