"""Who sends a write-up: given when it is written, and kept in no run file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core import lines
from core.errors import BadInput
from core.report import fonts

LONGEST = 100
"""Characters of a name or role."""

MOST_LINKS, LONGEST_LINK = 4, 200

_MAIL = re.compile(r"[^\s@:/?&]+@[^\s@:/?&]+\.[^\s@:/?&]+")
_WEB = re.compile(r"(?:https?://)?[^\s@:/?#]+\.[^\s@:/?#]+(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A name, the role that is sought, and contact links as (what is printed, address)."""

    name: str = ""
    role: str = ""
    links: tuple[tuple[str, str], ...] = ()


NOBODY = Person()


def person_of(name: str = "", role: str = "", links: Sequence[str] = ()) -> Person:
    """The person as a write-up prints them; links are web or mail addresses.

    Raises BadInput for what cannot be printed, and for a link that is neither.
    """
    given = [link.strip() for link in links if link.strip()]
    if len(given) > MOST_LINKS:
        raise BadInput(f"link: {len(given)} given; at most {MOST_LINKS} are printed")
    return Person(
        _line("person", name, LONGEST), _line("role", role, LONGEST), tuple(map(_link, given))
    )


def _line(field: str, said: str, most: int) -> str:
    if len(said) > most:
        raise BadInput(f"{field}: {len(said):,} characters given; at most {most} are printed")
    if unseen := lines.refusal(said):
        raise BadInput(f"{field}: {unseen}; take them out")
    fonts.check(field, said)
    return said.strip()


def _link(given: str) -> tuple[str, str]:
    """Such as "example.org/ada" and "https://example.org/ada"."""
    said = _line("link", given, LONGEST_LINK)
    bare = said.removeprefix("mailto:")
    if _MAIL.fullmatch(bare):
        return bare, f"mailto:{bare}"
    if not _WEB.fullmatch(said):
        raise BadInput(
            f"link: '{said[:60]}' given; write a web address such as https://example.org, or a "
            "mail address"
        )
    shown = re.sub(r"^https?://(www\.)?", "", said, flags=re.IGNORECASE).rstrip("/")
    return shown, said if re.match("https?://", said, re.IGNORECASE) else f"https://{said}"
