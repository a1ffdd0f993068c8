"""What may be said of a run: pure functions of a RunRecord."""
