"""What the window remembers between starts; personal details live here and never in a run file."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths


class Settings:
    """Typed access to the person's settings."""

    def __init__(self, store: QSettings | None = None) -> None:
        """Read and write `store`, or else the platform's place for this app."""
        self._store = QSettings("collapse-lab", "collapse-lab") if store is None else store

    @property
    def person(self) -> str:
        """The name under the title of a PDF."""
        return self._text("report/person")

    @person.setter
    def person(self, name: str) -> None:
        self._store.setValue("report/person", name)

    @property
    def role(self) -> str:
        """The role that the person seeks."""
        return self._text("report/role")

    @role.setter
    def role(self, role: str) -> None:
        self._store.setValue("report/role", role)

    @property
    def links(self) -> str:
        """The person's web and mail addresses, as they were typed."""
        return self._text("report/links")

    @links.setter
    def links(self, links: str) -> None:
        self._store.setValue("report/links", links)

    @property
    def paper(self) -> str:
        """The paper of a PDF: a4 or letter."""
        return self._text("report/paper", "a4")

    @paper.setter
    def paper(self, paper: str) -> None:
        self._store.setValue("report/paper", paper)

    @property
    def folder(self) -> Path:
        """Where files were last opened or saved; the documents folder at first."""
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        last = Path(self._text("folder", documents))
        return last if last.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._store.setValue("folder", str(folder))

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood; empty at first."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def declined(self) -> str:
        """The unfinished run that the person did not want to go on with, and how far it was."""
        return self._text("declined")

    @declined.setter
    def declined(self, run: str) -> None:
        self._store.setValue("declined", run)

    @property
    def theme(self) -> str:
        """The theme that was chosen: light, dark or system."""
        theme = self._text("look/theme", "system")
        return theme if theme in ("light", "dark", "system") else "system"

    @theme.setter
    def theme(self, theme: str) -> None:
        self._store.setValue("look/theme", theme)

    @property
    def text_size(self) -> int:
        """The size of text in per cent."""
        size = self._text("look/text-size", "100")
        return int(size) if size.isdecimal() else 100

    @text_size.setter
    def text_size(self, size: int) -> None:
        self._store.setValue("look/text-size", str(size))

    def _text(self, key: str, default: str = "") -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default
