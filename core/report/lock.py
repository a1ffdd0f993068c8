"""What only one thread at a time may use."""

import threading

LOCK = threading.RLock()
"""matplotlib's settings, reportlab's parser and its list of fonts are the whole process's."""
