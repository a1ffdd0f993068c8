"""The light theme: colours, the font and one style sheet for the whole window."""

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from core.palette import ALARM


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the window, as #RRGGBB; curves take theirs from `core.palette`."""

    ground: str = "#F4F6F8"
    surface: str = "#FFFFFF"
    raised: str = "#EBEFF3"
    border: str = "#DCE2E8"
    strong_border: str = "#A9B4C0"
    text: str = "#1B2733"
    quiet: str = "#52606D"
    disabled: str = "#9AA5B1"
    accent: str = "#0072B2"
    accent_dark: str = "#005A8C"
    accent_faint: str = "#E3F0F8"
    alarm: str = ALARM
    """Vermillion of Okabe and Ito, darkened until small text on white is easily read."""
    alarm_faint: str = "#FCEFE7"


LIGHT = Theme()

FAMILY = "Source Sans 3"
FONTS = ("SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Bold", "SourceSans3-Italic")
PIXELS = 14
"""Height of the body text; small text has 12."""

_SHEET = Template("""
QMainWindow, QDialog, QMessageBox { background: $ground; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QLabel { background: transparent; }
QLabel:disabled { color: $quiet; }
QLabel[role="display"] { font-size: 24px; font-weight: 600; }
QLabel[role="lead"] { font-size: 16px; color: $quiet; }
QLabel[role="title"] { font-size: 16px; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: 12px; }
QLabel[role="problem"] { color: $alarm; font-size: 12px; font-weight: 600; }

QLabel[role="remark"] { color: $alarm; font-size: 12px; }
QLabel[role="told"] { background: $text; color: $surface; font-size: 12px; border-radius: 6px;
  padding: 4px 8px; }
QLabel[role="edited"] { color: $accent_dark; font-size: 12px; }
QLabel[role="page"] { background: white; border: 1px solid $border; }

QMenuBar { background: $surface; padding: 1px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $accent_faint; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QToolTip { background: $text; color: $surface; border: none; padding: 4px 6px; }

QToolBar { background: $surface; border: none; border-bottom: 1px solid $border;
  padding: 3px 10px; spacing: 3px; }
QToolBar::separator { width: 1px; background: $border; margin: 5px 7px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 5px 9px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed { background: $border; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; }
QToolButton[role="primary"] { background: $accent; color: white; font-weight: 600;
  padding: 5px 14px; }
QToolButton[role="primary"]:hover { background: $accent_dark; }
QToolButton[role="primary"]:disabled { background: $raised; color: $disabled; }
QToolButton[role="bare"] { padding: 3px; }
QToolButton[role="bare"]:checked { background: $border; }

QPushButton { background: $surface; border: 1px solid $strong_border; border-radius: 6px;
  padding: 5px 14px; }
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border-color: $accent; }
QPushButton:default, QPushButton[role="primary"] { background: $accent; border-color: $accent;
  color: white; font-weight: 600; }
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: $accent_dark; }
QPushButton:disabled { color: $disabled; background: $raised; border-color: $border; }
QPushButton[role="link"] { border: none; background: transparent; color: $accent_dark;
  font-weight: 600; padding: 3px 4px; }
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus { text-decoration: underline; }
QPushButton[role="link"]:disabled { color: $disabled; }

QPushButton[role="preset"] { border-color: $border; border-radius: 8px; padding: 0; }
QPushButton[role="preset"]:hover { border-color: $strong_border; background: $surface; }
QPushButton[role="preset"]:checked { border: 2px solid $accent; background: $accent_faint; }
QPushButton[role="preset"]:focus { border-color: $text; }
QPushButton[role="arm"] { background: transparent; border-color: transparent; padding: 0; }
QPushButton[role="arm"]:hover { background: $raised; }
QPushButton[role="arm"]:focus { border-color: $accent; }
QCheckBox:focus { color: $accent_dark; }
QLabel[role="chosen"] { color: $accent_dark; font-size: 12px; font-weight: 600; }

QLineEdit, QComboBox { background: $surface; border: 1px solid $strong_border; border-radius: 6px;
  padding: 3px 8px; min-height: 20px; selection-background-color: $accent;
  selection-color: white; }
QLineEdit:focus, QComboBox:focus, QComboBox:on { border-color: $accent; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border-color: $alarm; background: $alarm_faint; }
QLineEdit:disabled, QComboBox:disabled { background: $ground; color: $quiet;
  border-color: $border; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; outline: none;
  padding: 3px; selection-background-color: $accent_faint; selection-color: $text; }
QComboBox QAbstractItemView::item { padding: 4px 6px; }

QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[role="card"][wrong="true"] { border-color: $alarm; }
QFrame[role="help"] { background: $surface; border: none; border-right: 1px solid $strong_border; }
QFrame[role="choice"] { background: $surface; border: 1px solid $border; border-radius: 6px; }
QFrame[role="choice"][chosen="true"] { border: 2px solid $accent; }
QFrame[role="edge"] { background: $border; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }

QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; background: $ground; }
QTabBar::tab { background: transparent; color: $quiet; padding: 8px 4px 6px; margin: 0 14px 0 0;
  border-bottom: 2px solid transparent; }
QTabBar::tab:first { margin-left: 14px; }
QTabBar[role="pages"] { background: $surface; }
QTabBar[role="pages"]::tab { padding: 5px 4px 5px; margin: 0 18px 0 0; }
QTabBar[role="pages"]::tab:first { margin-left: 16px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:disabled { color: $disabled; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { color: $accent_dark; background: $accent_faint; }

QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QTextEdit[role="text"] { background: $surface; border: 1px solid $border; border-radius: 6px;
  padding: 2px 4px; selection-background-color: $accent; selection-color: white; }
QTextEdit[role="text"]:focus { border-color: $accent; }
QTextBrowser { background: $surface; border: 1px solid $border; border-radius: 6px; padding: 4px; }
QScrollArea, QListWidget { background: transparent; border: none; outline: none; }
QListWidget::item { border-radius: 8px; }
QFrame[role="help"] QListWidget::item { border-radius: 4px; padding: 3px 6px; }
QFrame[role="help"] QListWidget::item:selected { background: $accent_faint; color: $text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $strong_border; border-radius: 3px; min-height: 32px;
  margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $strong_border; border-radius: 3px; min-width: 32px;
  margin: 2px; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::handle:vertical:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; border: none; height: 0; }
""")


def dress(app: QApplication) -> None:
    """Give the app its style, colours, font and style sheet."""
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}.ttf")))
    app.setStyle("Fusion")
    app.setPalette(_palette(LIGHT))
    app.setFont(_font(app))
    chevron = resources.path("icons/chevron-down.svg").as_posix()
    app.setStyleSheet(_SHEET.substitute(asdict(LIGHT), chevron=chevron))


def _font(app: QApplication) -> QFont:
    """Body text: a size in points, which widgets scale, that gives the wanted pixels anywhere."""
    font = QFont([FAMILY, "Segoe UI", "Helvetica Neue", "sans-serif"])
    font.setPointSizeF(PIXELS * 72 / app.primaryScreen().logicalDotsPerInchY())
    return font


def _palette(theme: Theme) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    colours = {
        theme.ground: (role.Window, role.AlternateBase),
        theme.surface: (role.Base, role.Button, role.HighlightedText, role.ToolTipText),
        theme.text: (role.WindowText, role.Text, role.ButtonText, role.ToolTipBase),
        theme.quiet: (role.PlaceholderText,),
        theme.accent: (role.Highlight, role.Accent),
        theme.accent_dark: (role.Link,),
    }
    for colour, roles in colours.items():
        for which in roles:
            palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.disabled))
    return palette
