"""The table of actions as the palette and the sheet of shortcuts list it."""

from collections.abc import Iterable

from PySide6.QtGui import QAction

from desktop_app.actions import COMMANDS, MENUS, say_keys
from desktop_app.pages.command_palette import Entry
from desktop_app.translation import tr
from desktop_app.widgets.keys import Keys

PALETTE = "find_action"


def entries(
    commands: dict[str, QAction], refusals: dict[str, str], presets: Iterable[QAction]
) -> list[Entry]:
    """What the palette finds: every action but the palette itself, and every preset.

    refusals: why an action cannot be done now, by its name; "" or left out where it can.
    """
    listed = [
        Entry(
            _plain(commands[command.name]), tr(command.tip), say_keys(commands[command.name]),
            refusals.get(command.name, ""), commands[command.name],
        )
        for command in COMMANDS
        if command.name != PALETTE
    ]  # fmt: skip
    new = tr("New from preset: {preset}")
    refused = refusals["new_from_preset"]
    return listed + [
        Entry(new.format(preset=_plain(action)), action.toolTip(), "", refused, action)
        for action in presets
    ]


def keys_by_menu(commands: dict[str, QAction]) -> list[Keys]:
    """The shortcuts of each menu's actions, in the table's words and order."""
    with_keys = [command for command in COMMANDS if command.shortcut]
    return [
        Keys(
            tr(menu),
            tuple(
                (say_keys(commands[command.name]), tr(command.text).rstrip("…"))
                for command in with_keys
                if command.menu == menu
            ),
        )
        for menu in MENUS
    ]


def _plain(action: QAction) -> str:
    """An action's words without the mark that stands for a key."""
    return action.text().replace("&&", "&")
