"""`python -m desktop_app [RUN.clab]` opens the window."""

import sys

from desktop_app.application import open_window

if __name__ == "__main__":
    sys.exit(open_window(sys.argv[1:]))
