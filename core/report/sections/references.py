"""Data credits, and the papers that the parts of this run come from; no others."""

from core.analysis import business
from core.analysis.change import declared
from core.analysis.families import headline_metrics
from core.analysis.settings import parts
from core.analysis.theory import theory_table
from core.bibliography import BIBLIOGRAPHY, Reference
from core.record import RunRecord
from core.report.document import Item, Listing, Section
from core.report.sections.controls import controlled
from core.report.sections.failure import charted

SPEECHES = Item(
    "Data.",
    "State of the Union speeches and messages, 1790 to 2021, works of the US Government, in "
    "the collection of the stdlib project. PDDL 1.0. Some words are counted and not displayed.",
    link="https://github.com/stdlib-js/stdlib",
)
CREDITS = {
    "us-first-names": Item(
        "Data.",
        "First names of the US Census 2020, US Census Bureau, a work of the US Government. The "
        "Census Bureau does not endorse this write-up. Some names are counted and not displayed.",
    ),
    "us-surnames": Item(
        "Data.",
        "Surnames of the US Census 2010, US Census Bureau, a work of the US Government. The Census "
        "Bureau does not endorse this write-up. Some names are counted and not displayed.",
    ),
    "spelled-names": Item(
        "Data.",
        "Names of the US Census 2010 (surnames) or 2020 (first names), US Census Bureau, works of "
        "the US Government. The Census Bureau does not endorse this write-up. Some names are never "
        "displayed.",
    ),
    "digits": Item(
        "Data.",
        "E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine "
        "Learning Repository, the 1,797 digits of its test part. CC BY 4.0.",
        link="https://doi.org/10.24432/C50P49",
    ),
    "fashion-mnist": Item(
        "Data.",
        "H. Xiao, K. Rasul and R. Vollgraf (2017), Fashion-MNIST: a novel image dataset for "
        "benchmarking machine learning algorithms, the 10,000 images of its test part. Copyright "
        "2017 Zalando SE, MIT licence.",
        link="https://arxiv.org/abs/1708.07747",
    ),
    "state-of-the-union": SPEECHES,
    "spelled-lines": SPEECHES,
    "penguins": Item(
        "Data.",
        "A. M. Horst, A. P. Hill and K. B. Gorman (2020), palmerpenguins: Palmer Archipelago "
        "(Antarctica) penguin data. CC0.",
        link="https://doi.org/10.5281/zenodo.3960218",
    ),
}
"""By source; one that is drawn from a known law has none."""


KEY = "references"


def section(record: RunRecord) -> Section:
    """Credits, then references."""
    credit = CREDITS.get(record.experiment.source.kind)
    papers = (Item("", paper.full, link=paper.link) for paper in used(record))
    items = (*([credit] if credit else []), *papers)
    title = "Data and references" if credit else "References"
    return Section(KEY, title, (Listing(items, small=True),))


def used(record: RunRecord) -> list[Reference]:
    """The papers behind the plug-ins, closed forms and rules of this run, and the metrics shown."""
    kinds = _kinds(record)
    named = _named(record)
    return [paper for paper in BIBLIOGRAPHY if paper.kinds & kinds or paper.cited in named]


def _kinds(record: RunRecord) -> set[str]:
    found = {record.experiment.learner.kind}
    if record.experiment.recorded:
        return found
    for arm in record.experiment.arms:
        for _, regime in arm.regimes():
            found |= {part.kind for part in parts(regime)}
    return found


def _named(record: RunRecord) -> str:
    """Everything that cites: metrics, closed forms, and the rules that every verdict follows."""
    forms = (form.source for form in theory_table(record))
    ranked = charted(record) if record.done() >= 1 else []
    shown = dict.fromkeys([*headline_metrics(record), *controlled(record), *ranked])
    metrics = (declared(metric).reference for metric in shown)
    rules = ["Holm 1979"] if len(record.arms) > 1 else []
    if business.applies(record):
        rules += business.REFERENCES
    if record.experiment.recorded:
        rules += ["Politis and Romano 1994", "Shao and Wu 1989"]
    elif ranked or not all(declared(metric).scale for metric in shown):
        rules.append("David and Nagaraja 2003")
    return "; ".join([*forms, *metrics, *rules])
