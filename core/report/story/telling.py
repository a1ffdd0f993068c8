"""The story of a run: the loop, the tail, what was lost, what mended it, and what that cost."""

from functools import cached_property

from core.analysis.caveats import ending
from core.analysis.finding import finding
from core.analysis.reading import read
from core.analysis.rules import LEVEL
from core.analysis.wording import say_level
from core.record import RunRecord
from core.report.story import fix, loop, loss, price, tail
from core.report.story.cast import Cast, cast, loser
from core.report.story.curves import measured
from core.report.story.steps import Step


class Story:
    """The steps that a run has something for, as far as it has gone.

    Each is worked out when it is asked for, as that takes a while and a run may be going on.
    keys: of the steps, in their order; the same step of a run that grows has the same one.
    """

    def __init__(self, record: RunRecord) -> None:
        """See which steps there are."""
        self._record = record
        self.keys = _keys(record)

    def step(self, key: str) -> Step:
        """What one step says and shows.

        Raises KeyError for a step that this story does not have.
        """
        record = self._record
        if key not in self.keys:
            raise KeyError(key)
        match key:
            case "loop":
                return loop.step(record)
            case "tail":
                return tail.step(record, loser(record))
            case "loss":
                return loss.step(record, loser(record))
            case "fix":
                return fix.step(record, self._cast)
            case "price":
                return price.step(record, self._cast)
        return _begun(record)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of them."""
        return tuple(map(self.step, self.keys))

    @cached_property
    def _cast(self) -> Cast:
        return cast(self._record)

    @cached_property
    def foot(self) -> str:
        """What stands below every step: the run, its seed, its size, and how far it has gone."""
        record, experiment, done = self._record, self._record.experiment, self._record.done()
        replicates = f"{experiment.replicates:,} replicates"
        parts = [
            experiment.name,
            f"seed {experiment.seed}",
            "1 replicate" if experiment.replicates == 1 else replicates,
            f"n\u00a0=\u00a0{experiment.sample_size:,}",
        ]
        if experiment.recorded:
            parts[1:3] = [f"{experiment.replicates:,} random subsets"]
        if done < experiment.generations:
            reached = f"generation {done} of {experiment.generations}"
            parts.append(reached if done >= 0 else "begun")
        if done >= 1 and read(record, experiment.primary(), experiment.baseline).interval().known:
            parts.append(f"brackets: {say_level(LEVEL)} intervals")
        return " · ".join(parts)


def _keys(record: RunRecord) -> tuple[str, ...]:
    recorded, compared = record.experiment.recorded, len(record.arms) > 1
    there = {"loop": not recorded, "begun": record.done() < 1}
    if record.done() >= 1:
        there |= {"tail": tail.has_tail(record), "loss": True}
        there |= {"fix": compared, "price": compared}
    return tuple(key for key, yes in there.items() if yes)


def _begun(record: RunRecord) -> Step:
    """What is known before a second generation."""
    said = finding(record).sentence
    if record.done() < 0:
        return Step("begun", "So far", said, (), None)
    first = measured(record, [record.experiment.baseline])
    return Step("begun", "So far", said, tuple(filter(None, [ending(record)])), first)
