"""Closed forms with their sources, found by the setting they match."""
