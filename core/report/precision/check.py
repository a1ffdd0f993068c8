"""The precision check of one text: every rule over every sentence."""

from collections.abc import Iterable

from core.report.precision.absolutes import absolutes
from core.report.precision.collapse import collapse
from core.report.precision.equality import equality
from core.report.precision.facts import Facts
from core.report.precision.half_lives import half_lives
from core.report.precision.nothing_lost import nothing_lost
from core.report.precision.numbers import Numbers
from core.report.precision.remark import Remark
from core.report.precision.retention import retention
from core.report.precision.sentences import sentences
from core.report.precision.synthetic import synthetic
from core.report.texts import State, Text


def precision_check(text: str, facts: Facts, about: str = "") -> list[Remark]:
    """What to look at again in a text, from its start to its end; about: the arm it is about."""
    words = (absolutes, collapse, retention, equality, synthetic, half_lives, nothing_lost)
    rules = (*words, Numbers())
    arm = about if about in facts.arms else ""
    found: dict[tuple[int, int], Remark] = {}
    for sentence in sentences(text, facts.arms, arm):
        for rule in rules:
            for remark in rule(sentence, facts):
                # One remark a place: the first rule knows more of it than the numbers at the end.
                found.setdefault((remark.start, remark.end), remark)
    return [found[place] for place in sorted(found)]


def check_edits(facts: Facts, found: Iterable[Text]) -> dict[str, list[Remark]]:
    """The remarks on every text that is the person's, by its key."""
    own = (text for text in found if text.state is not State.COMPUTED)
    return {text.key: precision_check(text.text, facts, text.what) for text in own}
