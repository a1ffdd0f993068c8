"""`python -m core`: the command line without the window."""

from core.cli import main

if __name__ == "__main__":
    main()
