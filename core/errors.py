"""What can go wrong in a way that a person can mend, each said in one sentence."""


class BadInput(ValueError):
    """What was given cannot be used; the message names the field, the value and what is allowed.

    field: the dotted path of the setting at fault, such as "arms.0.real.share"; "" for none.
    """

    def __init__(self, message: str, field: str = "") -> None:
        """Hold the sentence, and which setting it is about."""
        super().__init__(message)
        self.field = field


class NotNow(BadInput):
    """What was given cannot be used just now; another time, or with more memory, it may be."""


class RunFailed(RuntimeError):
    """A run could not go on (full disk, diverged training); what was finished is kept."""
