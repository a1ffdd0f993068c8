"""Second moment of the fitted model about the true mean: what replacement keeps on average."""

from typing import ClassVar, Literal

from core.metrics.base import Family, Meter, Metric, Outcome, Yardstick
from core.metrics.fitted import fitted_parameters, mean_variance, squared_shift, true_mean
from core.records import FloatArray, RecordKind, Steps


class SecondMoment(Metric):
    """Fitted variance plus the squared shift of the mean.

    With maximum likelihood and no verifier its expectation is the true variance, whatever the
    retention and the real share: what a model loses in variance, its mean gains in drift.
    """

    title: ClassVar[str] = "Second moment"
    summary: ClassVar[str] = (
        "Fitted variance plus the squared shift of the mean; maximum likelihood without a "
        "verifier keeps it at the true variance on average."
    )
    family: ClassVar[Family] = Family.CHECK
    unit: ClassVar[str] = "variance"
    higher_is_better: ClassVar[bool] = True
    records: ClassVar[frozenset[RecordKind]] = frozenset({RecordKind.VECTORS})
    estimator: ClassVar[str] = (
        "Trace of the fitted covariance and squared distance of the fitted mean from the source's "
        "exact mean (where it is unknown, the reference's), both over the dimensions."
    )
    high: ClassVar[str] = (
        "The fitted mass lies further out than the truth's: the model spreads or has wandered off."
    )
    low: ClassVar[str] = (
        "The fitted mass has drawn in by more than the mean has wandered: something selects, "
        "or a few replicates carry the mean."
    )
    reference: ClassVar[str] = "defined for Collapse Lab"
    parameter: ClassVar[str | None] = "covariance"
    always: ClassVar[bool] = True
    kind: Literal["second-moment"] = "second-moment"

    def prepare(self, yardstick: Yardstick) -> Steps[Meter]:
        """Hold the true mean."""
        yield from ()
        truth = true_mean(yardstick)

        def measure(outcome: Outcome) -> Steps[FloatArray]:
            yield from ()
            fitted = fitted_parameters(outcome)
            return mean_variance(fitted["covariance"]) + squared_shift(fitted["mean"], truth)

        return measure
