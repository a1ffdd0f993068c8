"""A run told in a few steps, one sentence and one picture each, for a screen shared with others."""
