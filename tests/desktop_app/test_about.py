"""The box that says what the app is made of."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

import resources
from desktop_app.models.about import LIBRARIES, about_text
from desktop_app.pages.about_dialog import AboutDialog

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dialog(qtbot):
    made = AboutDialog()
    qtbot.addWidget(made)
    return made


def test_every_library_that_is_installed_with_the_app_is_named():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.match(r"[\w.-]+", line)[0] for line in project["dependencies"]}
    assert set(LIBRARIES) == wanted


def test_each_has_its_version_and_a_licence():
    text = about_text()
    for name in LIBRARIES:
        (line,) = re.findall(rf"^- {re.escape(name)} .*$", text, re.MULTILINE)
        assert version(name) in line
        assert "see its licence file" not in line
    assert f"Python: {sys.version.split()[0]}" in text
    assert re.search(r"Qt: 6\.\d+", text)


def test_data_and_fonts_are_credited_and_their_licences_are_there_in_full(dialog):
    said = dialog.text.toPlainText()
    for credit in ("US Census Bureau", "Alpaydin", "Zalando", "Gorman", "Source Sans 3"):
        assert credit in said
    assert "SIL OPEN FONT LICENSE" in said
    assert "Permission is hereby granted" in said
    files = set(resources.names("fonts", ".txt"))
    assert files == {"SourceSans3-OFL", "SourceSerif4-OFL"}, "another licence to show"


def test_every_line_wraps(dialog, qtbot):
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.text.horizontalScrollBar().maximum() == 0


def test_it_is_selected_and_copied(dialog):
    dialog.text.selectAll()
    assert dialog.text.textCursor().selectedText()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()


def test_saying_so_imports_none_of_them():
    code = (
        "import sys; from desktop_app.models.about import about_text; assert about_text();"
        "print({'torch', 'scipy', 'matplotlib', 'reportlab'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
