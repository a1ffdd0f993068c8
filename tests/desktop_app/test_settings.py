"""What the window remembers, and where: never in a run file."""

from PySide6.QtCore import QByteArray, QSettings

from desktop_app.pages.export_dialog import ExportDialog
from desktop_app.settings import Settings


def test_what_is_set_is_there_at_the_next_start(settings, tmp_path):
    settings.person, settings.paper, settings.folder = "Ada Example", "letter", tmp_path
    settings.role, settings.links = "Data steward", "example.org ada@example.org"
    settings.geometry = QByteArray(b"place")
    again = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    assert (again.person, again.paper, again.folder) == ("Ada Example", "letter", tmp_path)
    assert (again.role, again.links) == ("Data steward", "example.org ada@example.org")
    assert again.geometry == QByteArray(b"place")


def test_what_is_missing_or_nonsense_has_a_default(settings, tmp_path):
    settings.folder = tmp_path / "gone"
    settings._store.setValue("window/geometry", "nonsense")
    settings._store.setValue("report/person", 7)
    assert settings.folder.is_dir()
    assert settings.geometry == QByteArray()
    assert settings.person == ""


def test_the_person_is_asked_once(qtbot, settings):
    first = ExportDialog(settings)
    qtbot.addWidget(first)
    qtbot.keyClicks(first.form.person, " Ada Example ")
    qtbot.keyClicks(first.form.role, "Data steward")
    qtbot.keyClicks(first.form.links, "example.org, ada@example.org")
    first.form.paper.setCurrentIndex(first.form.paper.findData("letter"))
    first.accept()
    assert first.choices() == {
        "person": "Ada Example", "role": "Data steward",
        "links": ("example.org", "ada@example.org"), "length": "four", "paper": "letter",
    }  # fmt: skip
    second = ExportDialog(settings)
    qtbot.addWidget(second)
    assert second.choices() == first.choices()


def test_a_dismissed_dialog_remembers_nothing(qtbot, settings):
    dialog = ExportDialog(settings)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.form.person, "Ada")
    dialog.reject()
    assert settings.person == ""
