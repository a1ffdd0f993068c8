"""Data regimes: retention, real share, verifiers."""
