"""What is measured of each generation, one file a metric."""
