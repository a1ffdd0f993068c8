"""Loading torch's libraries without holding up the thread that draws the window."""

import ctypes
import functools
import importlib.util
import os
from pathlib import Path


@functools.cache
def load_libraries() -> None:
    """Load them before torch is imported, where the platform has `dlopen`.

    They take a fifth of a second. Python's import holds all threads for as long; a call of a
    foreign function lets them go on, and the import then finds the libraries in place.
    """
    torch = importlib.util.find_spec("torch")
    if os.name != "posix" or torch is None or torch.origin is None:
        return
    load = ctypes.CDLL(None).dlopen
    load.argtypes, load.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for library in (Path(torch.origin).parent / "lib").glob("libtorch.*"):
        load(os.fsencode(library), os.RTLD_NOW)
