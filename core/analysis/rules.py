"""The rules by which a run is judged, in one place; nothing else in the code holds a threshold.

A value is judged as its ratio to generation 0 of the same replicate where more is better
(diversity, tail), else as its rise above generation 0 (distances, losses).

Ratio, by its interval at the last finished generation:
    collapsed   the upper end is below COLLAPSED_BELOW
    degraded    the upper end is below HELD_ABOVE
    held        the lower end is above HELD_ABOVE
    undecided   otherwise
Rise, with the null band's margin (its upper end less its centre: what real samples do by chance):
    degraded    the lower end is above the margin, and the value's own interval above the band
    held        the upper end is below the margin
    undecided   otherwise; a rise is never called a collapse
Rise in the fit, which has no null band, as a model is no sample of real records: the margin is 0,
so that degraded is a rise and held a fall, each beyond its interval. Generation 0, itself fitted to
real records, is what there is to compare with.

Multiplicity. Each question keeps its false claims at 5 % of runs, over all arms together:
"which word does each arm earn" and "which arms differ from the baseline". Both step down as Holm
does. For the words, an arm can lie on only one threshold at a time, so the arms whose interval
still covers a threshold are counted, and all arms are judged at level 1 - 0.05 / that count
(Shaffer 1986, J. Am. Stat. Assoc. 81; with one threshold it is Holm's procedure). Intervals on
screen are for one arm, at LEVEL. All of this is for the primary metric, which is named before the
run; what is said of the others is descriptive.

Arms that share generation 0 are compared replicate by replicate, by their values. One with model
settings of its own has another generation 0: it is compared by its ratio to that, or its rise above
it, and as an independent sample (`core.analysis.independent`); then no pair is spoken of.

Support of an arm, beside the baseline, in this order:
    not judged      the two could not be compared
    not supported   it lost more of the primary metric, or of the tail metric of the charts: a gate
                    that narrows is no cure, whatever it does for the primary one
    not judged      the baseline held, or shows no loss: there was nothing to mend
    unclear         no clear difference by the primary metric, or another chart contradicts it
    supported       it lost less of the primary metric; its own word may still be collapsed
"""

import math

LEVEL = 0.95
"""Level of every interval that is shown."""

COLLAPSED_BELOW = 0.5
HELD_ABOVE = 0.9

T_REPLICATES = 3
"""Fewest replicates for a t interval on logarithms; the median's needs 6 at LEVEL."""

NULL_BAND_WIDTH = 0.10
"""Widest null band, relative to its centre, of a metric that may be said to fail first."""

FAILURE_GENERATIONS = 2
"""Generations running for which an interval must lie below HELD_ABOVE to be a failure."""

HALF = 0.5
"""Of the half-life."""

BOOTSTRAP_SAMPLES = 2000
BOOTSTRAP_SEED = 20240724
"""Fixed, so that the same record gives the same interval."""

NEAR_LOSS = -math.log(HELD_ABOVE)
"""Nats by which a mean held-out loss may rise and still pass for what it was at generation 0.

A likelihood a tenth lower, on geometric average; a fall is near too, since nobody would object.
"""
