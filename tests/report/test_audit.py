"""The write-up of an audit: what it says, and what it must not say."""

from core.report.layout import paragraphs_of  # noqa: F401
