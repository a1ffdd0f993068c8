"""Write-ups of a run: PDF, Markdown, figures, and its numbers as CSV and JSON."""

from core.report.export import export_csv, export_figures, export_json, export_markdown, export_pdf

__all__ = ["export_csv", "export_figures", "export_json", "export_markdown", "export_pdf"]
