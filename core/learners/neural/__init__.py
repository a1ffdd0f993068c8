"""What neural learners share: ensembles of dense layers, and how they are trained."""
