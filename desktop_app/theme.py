"""The colours of the window, light and dark, the size of its text, and which are in force."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from core.palette import ALARM, ON_DARK
from desktop_app.style_sheet import style_sheet


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the window, as #RRGGBB; curves take theirs from `core.palette`."""

    name: str = "light"
    ground: str = "#F4F6F8"
    surface: str = "#FFFFFF"
    raised: str = "#EBEFF3"
    border: str = "#DCE2E8"
    strong_border: str = "#8793A0"
    text: str = "#1B2733"
    quiet: str = "#52606D"
    disabled: str = "#9AA5B1"
    accent: str = "#0072B2"
    """Of what is chosen, has the keyboard or is the thing to press."""
    accent_hover: str = "#005A8C"
    on_accent: str = "#FFFFFF"
    accent_faint: str = "#E3F0F8"
    link: str = "#005A8C"
    """The accent as small text."""
    alarm: str = ALARM
    """Vermillion of Okabe and Ito, so dark or light that small text is easily read."""
    alarm_faint: str = "#FCEFE7"

    def drawn(self, colour: str) -> str:
        """A colour of `core.palette`, which is for paper, as it is drawn on this theme."""
        return ON_DARK.get(colour, colour) if self is DARK else colour


LIGHT = Theme()
DARK = Theme(
    name="dark",
    ground="#12171D",
    surface="#1B222B",
    raised="#262F3A",
    border="#323D4A",
    strong_border="#6B7B8C",
    text="#E8EDF2",
    quiet="#A9B6C3",
    disabled="#6B7A89",
    accent="#56B4E9",
    accent_hover="#8ACBF0",
    on_accent="#0C1620",
    accent_faint="#1E3A4F",
    link="#7CC5F0",
    alarm="#FF9E61",
    alarm_faint="#3B2618",
)

FAMILY = "Source Sans 3"
FONTS = ("SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Bold", "SourceSans3-Italic")
PIXELS = 14
"""Height of the body text; small text has 12."""


@dataclass(slots=True)
class _Worn:
    """What is in force; written by `dress`, and by `unstyled` for a while."""

    theme: Theme = LIGHT
    percent: int = 100
    styled: bool = True


_worn = _Worn()


def colours() -> Theme:
    """The theme in force; when it changes, every widget gets QEvent.PaletteChange."""
    return _worn.theme


def percent() -> int:
    """The size of text in force, in per cent."""
    return _worn.percent


def px(size: float) -> int:
    """Pixels at the size of text in force, of what takes `size` at 100 %."""
    return round(size * _worn.percent / 100)


def dress(app: QApplication, theme: Theme = LIGHT, percent: int = 100) -> None:
    """Give the app its style, colours, font and style sheet; again at any time."""
    _worn.theme, _worn.percent = theme, percent
    if FAMILY not in QFontDatabase.families():
        for name in FONTS:
            QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}.ttf")))
        app.setStyle("Fusion")
    app.setStyleSheet("")  # or every widget would be styled anew for each of the next three
    app.setPalette(_palette(theme))
    app.setFont(_font(app, percent))
    if _worn.styled:
        app.setStyleSheet(style_sheet(asdict(theme) | _drawings(theme), percent))


@contextmanager
def unstyled() -> Iterator[None]:
    """No style sheet while a window is put together; what is in force afterwards is put on then.

    A widget is else styled anew, with all inside it, at each place that it is put into: a third
    of the time until the window shows.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    _worn.styled = False
    app.setStyleSheet("")
    try:
        yield
    finally:
        _worn.styled = True
        dress(app, _worn.theme, _worn.percent)


def _drawings(theme: Theme) -> dict[str, str]:
    """Pictures that the style sheet names, which take no colour from it."""
    suffix = "-on-dark" if theme is DARK else ""
    names = {"chevron": "chevron-down", "check": "check", "more": "more"}
    return {
        key: resources.path(f"icons/{name}{suffix}.svg").as_posix() for key, name in names.items()
    }


def _font(app: QApplication, percent: int) -> QFont:
    """Body text: a size in points, which widgets scale, that gives the wanted pixels anywhere."""
    font = QFont([FAMILY, "Segoe UI", "Helvetica Neue", "sans-serif"])
    pixels = PIXELS * percent / 100
    font.setPointSizeF(pixels * 72 / app.primaryScreen().logicalDotsPerInchY())
    return font


def _palette(theme: Theme) -> QPalette:
    """All roles; those that are not named here are shades of the two surfaces."""
    palette = QPalette(QColor(theme.surface), QColor(theme.ground))
    role = QPalette.ColorRole
    colours = {
        theme.ground: (role.Window, role.AlternateBase),
        theme.surface: (role.Base, role.Button, role.ToolTipText),
        theme.text: (role.WindowText, role.Text, role.ButtonText, role.ToolTipBase),
        theme.quiet: (role.PlaceholderText,),
        theme.accent: (role.Highlight, role.Accent),
        theme.on_accent: (role.HighlightedText,),
        theme.link: (role.Link,),
    }
    for colour, roles in colours.items():
        for which in roles:
            palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.disabled))
    return palette
