"""What pages share: charts, sample views and the words beside them; each reads a RunRecord."""
