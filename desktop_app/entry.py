"""`collapse-lab`: the window without arguments or with a run file, else the command line."""

import sys


def main() -> None:
    """Open the window, or hand over to the command line."""
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and arguments[0].lower().endswith(".clab")):
        from desktop_app.application import open_window

        sys.exit(open_window(arguments))
    from core import cli

    cli.main()
