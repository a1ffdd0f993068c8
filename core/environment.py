"""What a run's numbers may depend on besides its settings: machine, versions, threads."""

import functools
import os
import platform
from importlib.metadata import PackageNotFoundError, version

import threadpoolctl

PACKAGES = ("numpy", "scipy", "torch")


def environment(device: str = "") -> dict[str, str]:
    """Platform, processor count, training threads and the versions that numbers depend on.

    device: what computes the fits, where that is not the machine's own processor.
    """
    found = {
        "collapse-lab": installed_version("collapse-lab"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "threads": str(training_threads()),
    }
    found |= {package: installed_version(package) for package in PACKAGES}
    return found | {"device": device} if device else found


def training_threads() -> int:
    """Threads that a neural learner uses: one fewer than the cores, at least one."""
    return max(1, (os.cpu_count() or 1) - 1)


def use_one_blas_thread() -> None:
    """Keep NumPy's matrix products on one thread: small ones are five times cheaper that way.

    They then also add up in the same order on any number of cores.
    """
    threadpoolctl.threadpool_limits(limits=1, user_api="blas")


@functools.cache
def installed_version(package: str) -> str:
    """The version of a package that is installed here."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
