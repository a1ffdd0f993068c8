"""Characters of the data that no font here can set: printed by their code points, and said to be.

Labels, records and names of columns are the data's; nobody typed them for this write-up.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from core.report import fonts
from core.report.document import Attachment, Document, Paragraph, Section

CODE_POINTS = re.compile(r"\[U\+[^]]*\]")


def spelled_out(document: Document) -> Document:
    """The document, every section of which can be set; the first that is changed says how."""
    lacking = {
        section.key: example for section in document.sections if (example := _first(section))
    }
    found = [_mapped(one) if one.key in lacking else one for one in document.sections]
    for place, section in enumerate(found):
        if section.key in lacking:
            blocks = (*section.blocks, _note(lacking[section.key]))
            found[place] = replace(section, blocks=blocks)
            break
    return replace(document, sections=tuple(found))


def _first(section: Section) -> str:
    """The first code points that stand in a section; "" where none has to."""
    every = (text for text in texts_of(section) if not fonts.can_set(text))
    return next((CODE_POINTS.findall(fonts.spelled_out(text))[0] for text in every), "")


def texts_of(part: object) -> Iterator[str]:
    """Every text of a chart or section, or of what it is made of."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | frozenset):
        yield from itertools.chain.from_iterable(map(texts_of, part))
    elif is_dataclass(part) and not isinstance(part, Attachment):
        for field in fields(part):
            yield from texts_of(getattr(part, field.name))


def _mapped(part: Any) -> Any:
    """The same with code points for what cannot be set."""
    if isinstance(part, str):
        return fonts.spelled_out(part)
    if isinstance(part, tuple | frozenset):
        return type(part)(map(_mapped, part))
    if is_dataclass(part) and not isinstance(part, Attachment | type):
        found = {field.name: _mapped(getattr(part, field.name)) for field in fields(part)}
        return replace(part, **found)
    return part


def _note(example: str) -> Paragraph:
    return Paragraph(
        "Characters of the data that no font of this write-up can set are printed as their Unicode "
        f"code points, such as {example}.",
        "note",
    )
