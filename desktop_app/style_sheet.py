"""One style sheet for the whole window, in the colours and at the text size that are asked for."""

import re
from collections.abc import Mapping
from string import Template

THINNEST = 2
"""Pixels of lines and frames, which stay as thin at any size of text."""


_SHEET = Template("""
QMainWindow, QDialog, QMessageBox { background: $ground; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QLabel { background: transparent; }
QLabel:disabled { color: $quiet; }
QLabel[role="display"] { font-size: 24px; font-weight: 600; }
QLabel[role="lead"] { font-size: 16px; color: $quiet; }
QLabel[role="finding"] { font-size: 18px; font-weight: 600; }
QLabel[role="title"] { font-size: 16px; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: 12px; }
QLabel[role="problem"] { color: $alarm; font-size: 12px; font-weight: 600; }

QLabel[role="remark"] { color: $alarm; font-size: 12px; }
QLabel[role="told"] { background: $text; color: $surface; font-size: 12px; border-radius: 6px;
  padding: 4px 8px; }
QLabel[role="edited"] { color: $link; font-size: 12px; }
QLabel[rarity="rare"] { color: $accent; }
QLabel[rarity="very rare"] { color: $alarm; }
QLabel[role="page"] { background: white; border: 1px solid $border; }

*[wide="settings"] { min-width: 310px; max-width: 338px; }
*[wide="writing"] { min-width: 490px; max-width: 490px; }
*[wide="choices"] { min-width: 250px; max-width: 330px; }
*[wide="place"] { min-width: 76px; }
*[wide="facts"] { min-width: 322px; max-width: 322px; }
*[wide="dialog"] { min-width: 560px; }
*[wide="text"] { max-width: 1160px; }
*[wide="size"] { min-width: 220px; }
*[wide="generation"] { min-width: 230px; }
QLineEdit[wide="number"] { min-width: 94px; max-width: 94px; }
QPushButton[wide="play"] { min-width: 56px; }

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

QToolBar, QPushButton, QCheckBox { icon-size: 18px; }
QToolBar { background: $surface; border: none; border-bottom: 1px solid $border;
  padding: 3px 10px; spacing: 3px; }
QToolBar::separator { width: 1px; background: $border; margin: 5px 7px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px;
  padding: 5px 9px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed { background: $border; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; }
QToolButton[role="primary"] { background: $accent; color: $on_accent; font-weight: 600;
  padding: 5px 14px; }
QToolButton[role="primary"]:hover { background: $accent_hover; }
QToolButton[role="primary"]:focus { border: 2px solid $text; }
QToolButton[role="primary"]:disabled { background: $raised; color: $disabled; }
QToolButton[role="bare"] { padding: 3px; icon-size: 16px; }
QToolButton[role="bare"]:checked { background: $border; }
QToolButton#qt_toolbar_ext_button { padding: 0; qproperty-icon: url("$more");
  background: $raised; border: 1px solid $strong_border; border-radius: 4px; icon-size: 12px; }
QToolButton#qt_toolbar_ext_button:hover { background: $border; }

QPushButton { background: $surface; border: 1px solid $strong_border; border-radius: 6px;
  padding: 5px 14px; }
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border-color: $accent; }
QPushButton:default, QPushButton[role="primary"] { background: $accent; border-color: $accent;
  color: $on_accent; font-weight: 600; }
QPushButton:default:hover, QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus, QPushButton:default:focus { border: 2px solid $text; }
QPushButton:disabled { color: $disabled; background: $raised; border-color: $border; }
QPushButton[role="link"] { border: none; background: transparent; color: $link;
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
QCheckBox:focus { color: $link; }
QCheckBox::indicator, QTableWidget::indicator { width: 14px; height: 14px; background: $surface;
  border: 1px solid $strong_border; border-radius: 3px; }
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QTableWidget::indicator:checked { background: $accent;
  border-color: $accent; image: url("$check"); }
QCheckBox::indicator:disabled { background: $raised; border-color: $border; }
QCheckBox::indicator:checked:disabled { background: $disabled; }
QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $border; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal { width: 12px; margin: -6px 0; border-radius: 7px;
  background: $surface; border: 2px solid $accent; }
QSlider::handle:horizontal:focus { background: $accent; border-color: $text; }
QSlider::handle:horizontal:disabled { border-color: $disabled; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; border: none; border-bottom: 1px solid $border;
  padding: 2px 3px; }
QTableWidget, QScrollArea[role="view"] { border: 1px solid transparent; }
QTableWidget:focus, QScrollArea[role="view"]:focus, QListWidget:focus {
  border: 1px solid $accent; }
QTextEdit { border: 1px solid transparent; }
QTextEdit:focus { border-color: $accent; }
QLabel[role="chosen"] { color: $link; font-size: 12px; font-weight: 600; }

QLineEdit, QComboBox { background: $surface; border: 1px solid $strong_border; border-radius: 6px;
  padding: 3px 8px; min-height: 20px; selection-background-color: $accent;
  selection-color: $on_accent; }
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
QFrame[role="notice"] { background: $accent_faint; border: none;
  border-bottom: 1px solid $border; }
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
QTabBar::tab:selected:focus { color: $link; background: $accent_faint; }

QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QTableView[role="library"] { background: $surface; border: 1px solid $border; border-radius: 6px;
  selection-background-color: $accent_faint; selection-color: $text; outline: none; }
QTableView[role="library"]::item { padding: 2px 6px; border-bottom: 1px solid $raised; }
QTableView[role="library"] QHeaderView { background: $surface; }
QTableView[role="library"] QHeaderView::section { background: $surface; color: $quiet; border: none;
  border-bottom: 1px solid $border; padding: 4px 6px; }

QPlainTextEdit[role="text"], QTextEdit[role="text"] { background: $surface;
  border: 1px solid $border; border-radius: 6px;
  padding: 2px 4px; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit[role="text"]:focus, QTextEdit[role="text"]:focus { border-color: $accent; }
QTextBrowser { background: $surface; border: 1px solid $border; border-radius: 6px; padding: 4px; }
QScrollArea, QListWidget { background: transparent; border: none; outline: none; }
QListWidget::item { border-radius: 8px; }
QDialog[role="palette"] { background: $surface; border: 1px solid $strong_border; }
QTreeWidget { background: transparent; border: none; outline: none; }
QTreeWidget::item { padding: 4px 6px; border: none; }
QTreeWidget::item:selected { background: $accent_faint; color: $text; }
QFrame[role="help"] QListWidget::item { border-radius: 4px; padding: 3px 6px; }
QFrame[role="help"] QListWidget::item:selected { background: $accent_faint; color: $text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $strong_border; border-radius: 3px; min-height: 32px;
  margin: 2px; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::handle:vertical:hover { background: $disabled; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $strong_border; border-radius: 3px; min-width: 32px;
  margin: 2px; }
QScrollBar::handle:horizontal:hover { background: $disabled; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: none; border: none; height: 0; width: 0; }
""")


def style_sheet(colours: Mapping[str, str], percent: int) -> str:
    """The sheet with these colours by name, its sizes at so many per cent."""

    def sized(found: re.Match[str]) -> str:
        size = int(found[1])
        return f"{size if size <= THINNEST else round(size * percent / 100)}px"

    return re.sub(r"(\d+)px", sized, _SHEET.substitute(colours))
