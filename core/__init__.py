"""The experiment: sources, learners, regimes, the recursive loop, the honest reading of a run."""
