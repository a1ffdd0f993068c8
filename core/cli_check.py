"""`collapse-lab check` in the terminal: progress on stderr, then a table."""

from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from core.analysis.theory import DISAGREES
from core.check import LEAST, Checked, check, steps
from core.check_cases import ROWS

WIDTH = 150
"""Of the table where it goes to no terminal."""


def checked_rows() -> list[Checked]:
    """All rows, under a line on stderr that shows how far the check is."""
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    rows: list[Checked] = []
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("Closed forms", total=steps())
        for found in check():
            if found is None:
                continue
            rows.append(found)
            bar.update(task, advance=1, description=f"Closed form {found.id}")
            if not console.is_terminal:
                console.print(f"{len(rows)} of {steps()}: {found.id}, {_verdict(found)}")
    return sorted(rows, key=lambda row: ROWS.index(row.id))


def print_table(rows: Iterable[Checked]) -> None:
    """The rows as a table on stdout, and a sentence on how they are judged."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH
    table = Table()
    for title in ("Id", "Quantity and setting"):
        table.add_column(title)
    for title in ("Theory", "Simulation", "Standard error", "z"):
        table.add_column(title, justify="right")
    table.add_column("Near miss, standard errors away")
    table.add_column("")
    for row in rows:
        table.add_row(
            row.id,
            f"{row.quantity}: {row.setting}",
            f"{row.theory:.5f}",
            f"{row.simulation:.5f}",
            f"{row.standard_error:.5f}",
            f"{row.z:+.2f}",
            f"{row.against}: {row.separation:.1f}",
            _verdict(row),
        )
    console.print(table)
    console.print(
        f"A row passes with |z| below {DISAGREES:g}, at a setting where the near miss named beside "
        f"it lies at least {LEAST:g} standard errors away: a small |z| alone proves little."
    )


def _verdict(row: Checked) -> str:
    """In a word."""
    if not row.agrees:
        return "FAILS"
    return "passes" if row.passed else "TOO BLUNT"
