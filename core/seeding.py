"""Independent random streams, a function of (seed, generation, role) and never of the arm.

Arms are therefore compared in pairs, and adding one changes no other. Each role is one array
draw with the replicate axis first, so the first k of R replicates are the same for any R.
"""

import hashlib
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one seed; `at` narrows to a generation or a role, `rng` opens one."""

    seed: int
    generation: int = 0
    role: str = ""

    def at(self, role: str | None = None, *, generation: int | None = None) -> "Streams":
        """These streams narrowed to a generation, to a role inside the present one, or both."""
        path = self.role if role is None else f"{self.role}/{role}".lstrip("/")
        number = self.generation if generation is None else generation
        return replace(self, role=path, generation=number)

    def rng(self, role: str | None = None) -> np.random.Generator:
        """A fresh generator for this role: opened twice, it draws the same numbers twice."""
        stream = self.at(role)
        digest = hashlib.sha256(stream.role.encode()).digest()
        words = np.frombuffer(digest[:16], dtype="<u4")
        key = (stream.generation, *(int(word) for word in words))
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))
