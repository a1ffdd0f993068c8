"""Where real records come from, one file a source."""
