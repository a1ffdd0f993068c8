"""The write-up as Markdown, README-ready: figures are shown, and linked with their numbers."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import quote

from core.edits import NO_EDITS
from core.report.described import described
from core.report.document import (
    FOR_REFERENCE,
    Attachment,
    Block,
    Code,
    Document,
    Figure,
    Listing,
    Numbers,
    Paragraph,
    Section,
    Settings,
    Table,
)
from core.report.length import length
from core.report.texts import texts

MARKUP = re.compile(
    r"([\\`*_{}\[\]<>#|~&!$@])|(?<=http|ttps)(:)(?=//)|(?<=www)(\.)|(:)(?=[\w+-]+:)"
)
"""Characters that Markdown, HTML within it, or a site that links and decorates could act on."""

SAFE = "/:?#@!$&'*+,;=%~-._"
"""What an address keeps as it is."""

LINE_START = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+=:])")
"""What would start a list or underline a heading."""


def render(document: Document, folder: str) -> str:
    """The Markdown text; folder: where its pictures and files are, relative to it."""
    parts = [f"# {escaped(document.title)}"]
    parts += [line for line in (escaped(document.byline()), _links(document)) if line]
    if document.about:
        parts.append(f"*{escaped(document.about)}*")
    parts.append(f"*{escaped(length(document, texts(document, NO_EDITS)).said())}.*")
    before = False
    for section in document.sections:
        if section.appendix and not before:
            parts.append(f"## {FOR_REFERENCE}")
        before = section.appendix
        parts += _section(section, document, folder)
    return "\n\n".join(parts) + "\n"


def _links(document: Document) -> str:
    links = document.person.links
    return " · ".join(f"[{escaped(shown)}]({_place(address)})" for shown, address in links)


def _place(address: str) -> str:
    """An address within a link: nothing in it ends the link or starts markup."""
    return f"<{quote(address, safe=SAFE)}>"


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it as it stands."""
    marked = MARKUP.sub(r"\\\g<0>", text)
    return LINE_START.sub(_harmless, marked)


def _harmless(found: "re.Match[str]") -> str:
    if found[2]:
        return f"{found[1]}{found[2]}\\{found[3]}"
    return f"{found[4]}\\{found[5]}"


def _section(section: Section, document: Document, folder: str) -> list[str]:
    level = "###" if section.appendix else "##"
    heading = [f"{level} {escaped(section.title)}"] if section.title else []
    return [*heading, *(_block(block, document, folder) for block in section.blocks)]


def _block(block: Block, document: Document, folder: str) -> str:
    match block:
        case Paragraph(role="finding"):
            return f"**{escaped(block.text)}**"
        case Paragraph():
            return escaped(block.text)
        case Listing():
            return _listing(block)
        case Table():
            return _table(block, document.number(block))
        case Numbers():
            return _numbers(block)
        case Settings():
            return _settings(block)
        case Code():
            return _fenced(block.lines)
        case Figure():
            return _figure(block, document, folder)
        case Attachment():
            return (
                f"With this write-up: [{escaped(block.name)}]({_place(f'{folder}/{block.name}')})"
            )


def _fenced(lines: Sequence[str]) -> str:
    """Lines as they stand, between fences that are longer than any within."""
    runs = re.findall(r"`+", "\n".join(lines))
    fence = "`" * max(3, 1 + max(map(len, runs), default=0))
    return "\n".join([fence, *lines, fence])


def _figure(figure: Figure, document: Document, folder: str) -> str:
    """The picture as PNG, which every site shows; under it the caption, and where the rest is."""
    number, place = document.number(figure), f"{folder}/{figure.key}"
    alt = escaped(f"Figure {number}: {described(figure.chart)}")
    whole = f"[{figure.key}.csv]({_place(f'{place}.csv')})"
    said = [escaped(figure.caption), document.numbers_at(figure, whole)]
    said.append(f"Picture: [{figure.key}.svg]({_place(f'{place}.svg')}).")
    caption = " ".join(part for part in said if part)
    return f"![{alt}]({_place(f'{place}.png')})\n\n**Figure {number}.** {caption}"


def _listing(listing: Listing) -> str:
    lines = []
    for number, item in enumerate(listing.items, start=1):
        lead = f"**{escaped(item.lead)}** " if item.lead else ""
        link = f" <{item.link}>" if item.link else ""
        mark = f"{number}." if listing.numbered else "-"
        lines.append(f"{mark} {lead}{escaped(item.text)}{link}")
    return "\n".join(lines)


def _table(table: Table, number: int) -> str:
    rows = [table.columns, *(row.cells for row in table.rows)]
    parts = [f"**Table {number}.** {escaped(table.caption)}", _grid(rows, table.numbers)]
    return "\n\n".join([*parts, escaped(table.notes)] if table.notes else parts)


def _grid(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """A pipe table under its first row, its columns as wide as their cells; right: set so."""
    cells = [[escaped(cell) for cell in row] for row in rows]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    ends = [":" if at in right else "-" for at in range(len(widths))]
    rule = [f"{'-' * (wide - 1)}{end}" for wide, end in zip(widths, ends, strict=True)]
    lines = [
        [
            cell.rjust(wide) if end == ":" else cell.ljust(wide)
            for cell, wide, end in zip(row, widths, ends, strict=True)
        ]
        for row in cells
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rule, *lines[1:]])


def _numbers(numbers: Numbers) -> str:
    rows = [(f"{one.value} {one.interval}".strip(), one.said) for one in numbers.numbers]
    return _grid([("Number", "What it is"), *rows], {0})


def _settings(settings: Settings) -> str:
    """A table a group, under the group's title."""
    return "\n\n".join(
        _grid([(group.title or "Setting", "Value"), *group.pairs]) for group in settings.groups
    )
