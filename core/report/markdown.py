"""The write-up as Markdown, README-ready: figures are links, tables are pipe tables."""

import re
from collections.abc import Sequence

from core.report.document import (
    Attachment,
    Block,
    Code,
    Document,
    Figure,
    Listing,
    Paragraph,
    Section,
    Settings,
    Table,
)

MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
"""Characters that Markdown, or HTML within it, could take for markup."""

LINE_START = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+=:])")
"""What would start a list or underline a heading."""


def render(document: Document, figures: str) -> str:
    """The Markdown text; figures: the folder of its pictures, relative to the file."""
    parts = [f"# {escaped(document.title)}"]
    if document.about:
        parts.append(f"*{escaped(document.about)}*")
    for section in document.sections:
        parts += _section(section, document, figures)
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it as it stands."""
    marked = MARKUP.sub(r"\\\1", text)
    return LINE_START.sub(_harmless, marked)


def _harmless(found: "re.Match[str]") -> str:
    if found[2]:
        return f"{found[1]}{found[2]}\\{found[3]}"
    return f"{found[4]}\\{found[5]}"


def _section(section: Section, document: Document, figures: str) -> list[str]:
    heading = [f"## {escaped(section.title)}"] if section.title else []
    return [*heading, *(_block(block, document, figures) for block in section.blocks)]


def _block(block: Block, document: Document, figures: str) -> str:
    match block:
        case Paragraph(role="finding"):
            return f"**{escaped(block.text)}**"
        case Paragraph():
            return escaped(block.text)
        case Listing():
            return _listing(block)
        case Table():
            return _table(block, document.number(block))
        case Settings():
            return _settings(block)
        case Code():
            return _fenced(block.lines)
        case Figure():
            return _figure(block, document.number(block), figures)
        case Attachment():
            return _fenced(block.text.splitlines())


def _fenced(lines: Sequence[str]) -> str:
    """Lines as they stand, between fences that are longer than any within."""
    runs = re.findall(r"`+", "\n".join(lines))
    fence = "`" * max(3, 1 + max(map(len, runs), default=0))
    return "\n".join([fence, *lines, fence])


def _figure(figure: Figure, number: int, folder: str) -> str:
    place = f"{folder}/{figure.key}.svg".replace(" ", "%20")
    said = escaped(figure.caption)
    return f"![{said}](<{place}>)\n\n**Figure {number}.** {said}"


def _listing(listing: Listing) -> str:
    lines = []
    for number, item in enumerate(listing.items, start=1):
        lead = f"**{escaped(item.lead)}** " if item.lead else ""
        link = f" <{item.link}>" if item.link else ""
        mark = f"{number}." if listing.numbered else "-"
        lines.append(f"{mark} {lead}{escaped(item.text)}{link}")
    return "\n".join(lines)


def _table(table: Table, number: int) -> str:
    rules = ["--:" if column in table.numbers else "---" for column in range(len(table.columns))]
    lines = [_row(table.columns), _row(rules, raw=True), *(_row(row.cells) for row in table.rows)]
    parts = [f"**Table {number}.** {escaped(table.caption)}", "\n".join(lines)]
    return "\n\n".join([*parts, escaped(table.notes)] if table.notes else parts)


def _row(cells: "tuple[str, ...] | list[str]", raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else escaped(cell) for cell in cells)} |"


def _settings(settings: Settings) -> str:
    lines = [_row(("Setting", "Value")), _row(["---", "---"], raw=True)]
    for group in settings.groups:
        if group.title:
            lines.append(f"| **{escaped(group.title)}** | |")
        lines += [_row(pair) for pair in group.pairs]
    return "\n".join(lines)
