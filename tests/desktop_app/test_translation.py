"""Every string of the window passes through `tr`: seen on screen, and in the modules."""

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
from PySide6.QtWidgets import QApplication, QWidget

from core import presets, registry
from core.session import Session
from desktop_app.actions import COMMANDS
from desktop_app.main_window import MainWindow
from desktop_app.pages.crash_dialog import CrashDialog
from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.pages.present_window import PresentWindow
from desktop_app.widgets.present_ink import Ink
from tests.desktop_app.literals import (
    ROOT,
    bare_sentences,
    marked,
    shown_literals,
    stated,
    translated_at_import,
    trees,
)
from tests.desktop_app.seen import texts
from tests.desktop_app.test_accessible import walk
from tests.small import ACCUMULATE, REPLACE, SWITCHED, VERIFIED, experiment

LIMIT = 20_000
RUNS = {
    "names": experiment("us-first-names", arms=[REPLACE, ACCUMULATE], sample_size=60),
    "numbers": experiment(arms=[REPLACE, VERIFIED, SWITCHED]),
    "text": experiment("state-of-the-union", arms=[REPLACE, ACCUMULATE], sample_size=60),
}
WHOLE = ("title", "head", "tab", "menu", "placeholder", "button", "axis", "action's text")
"""Texts that the window alone writes, but for names: every one must be translated as a whole."""
OWN_WORDS = {"collapse", "lab", "prov", "pdf", "csv", "png", "svg", "json", "clab", "ctrl"}
"""Names of the app, of formats and of keys, which are the same in every language."""


NO_SCREEN = ("desktop_app/style_sheet.py", "desktop_app/theme.py", "desktop_app/application.py")
"""Modules of style, and the one that speaks to the terminal where there is no screen."""
NOT_SHOWN = {"Collapse Lab", "Collapse Lab ", "at rest", "out of date"}
"""The name of the app, a property, and a state that core names."""


class Bracketed(QTranslator):
    """Puts every text that is translated between ⟦ and ⟧."""

    def translate(self, context, text, disambiguation=None, n=-1):
        return f"⟦{text}⟧" if text else ""

    def isEmpty(self):
        return False


@pytest.fixture
def bracketed(qapp):
    translator = Bracketed()
    assert QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


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
    return frozenset(
        {"Collapse Lab"} | called | {getattr(plugin, "title", "") for plugin in plugins}
    )


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
    seen = set()
    for name in ("find_action", "show_shortcuts", "about", "glossary"):
        window.commands[name].trigger()
        QApplication.processEvents()
        assert faults(texts(window)) == [], name
        seen |= {type(one).__name__ for one in window.findChildren(QWidget) if one.isVisible()}
    assert seen >= {"CommandPalette", "ShortcutSheet", "AboutDialog", "HelpPanel"}
    for dialog in (ExportDialog(settings, window), CrashDialog("trace", window)):
        dialog.show()
        assert faults(texts(dialog)) == []


def test_every_text_of_present_is_translated_or_from_core(
    qtbot, window, tmp_path_factory, monkeypatch
):
    window.open_path(finished("names", tmp_path_factory.mktemp("names")))
    written: list[str] = []
    write = Ink.write

    def noting(self, said, *given, **how):
        written.append(said)
        return write(self, said, *given, **how)

    monkeypatch.setattr(Ink, "write", noting)
    window.commands["present"].trigger()
    shown = window.findChild(PresentWindow)
    qtbot.waitExposed(shown)
    for step in range(5):
        shown.grab()
        data = words_in("\n".join(window.run.record.catalogue.labels))
        lines = " ".join(written)  # a translated sentence may stand on several lines
        assert faults([("canvas", lines), *texts(shown)], data) == [], step
        assert words_in(lines), step
        written.clear()
        shown.turn(1)
    shown.close()


def test_no_sentence_of_the_modules_stands_outside_tr():
    found = [f"{where} {text!r}" for text, where in bare_sentences() if text not in NOT_SHOWN]
    assert [one for one in found if not one.startswith(NO_SCREEN)] == []


def test_nothing_is_shown_but_through_tr():
    assert [one for one in shown_literals() if "Collapse Lab" not in one] == []


def test_nothing_is_translated_before_a_translator_is_installed():
    assert list(translated_at_import()) == []


def test_what_is_translated_by_name_was_marked():
    """Each text in a constant that goes through `tr` at its place of use is in the catalogue."""
    for command in COMMANDS:
        assert {command.text, command.tip, command.menu} <= marked().keys()


def test_lupdate_finds_every_string_of_the_modules(tmp_path):
    tool = shutil.which("pyside6-lupdate", path=Path(sys.executable).parent)
    if tool is None:
        pytest.skip("pyside6-lupdate is not installed")
    made = tmp_path / "window.ts"
    modules = [str(ROOT / path) for path in trees("desktop_app")]
    alias = ["-tr-function-alias", "QT_TR_NOOP+=mark"]
    done = subprocess.run(
        [tool, *alias, *modules, "-ts", str(made)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = {one.text for one in ElementTree.parse(made).iter("source")}
    assert found == set(marked())
