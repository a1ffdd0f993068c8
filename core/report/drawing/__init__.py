"""How each kind of chart is drawn; matplotlib is imported inside the functions."""
