"""For the business: how long the data last, who bears the loss, and proportionate controls."""

from core.analysis.alarm import say_alarm
from core.analysis.alarm_raised import say_raised
from core.analysis.business import applies, say_asset, say_risk
from core.analysis.governance import controls
from core.record import RunRecord
from core.report.document import Item, Listing, Row, Section, Table

COLUMNS = (
    "Control",
    "What this run saw",
    "Supported here, at what price?",
    "NIST AI RMF 1.0",
    "EU AI Act, Art. 10",
)
WIDTHS = (0.13, 0.27, 0.23, 0.21, 0.16)

POINTERS = "Pointers, not legal advice; Article 10 binds providers of high-risk AI systems only."


def section(record: RunRecord) -> Section | None:
    """Nothing before there is a generation after generation 0."""
    if not applies(record):
        return None
    said = {
        "The asset.": say_asset(record),
        "The risk.": say_risk(record),
        "The alarm.": say_raised(record) or say_alarm(record),
    }
    items = tuple(Item(lead, text) for lead, text in said.items() if text)
    return Section("business", "For the business", (Listing(items), controls_table(record)))


def controls_table(record: RunRecord) -> Table:
    """One row a control."""
    rows = tuple(
        Row((one.name, one.saw, one.answer, one.framework, one.article)) for one in controls(record)
    )
    caption = "Controls, and what this run saw of each."
    return Table(caption, COLUMNS, rows, notes=POINTERS, widths=WIDTHS)
