"""How often real samples raise the alarm: new ones, that no part of the reference has seen."""

import numpy as np

from core.analysis.alarm import FALSE_ALARM, alarm, say_alarm
from tests.pipelines import audited, drawn, table, words

RARE = 'metrics=["rare-type-coverage"]'
REFERENCES, FRESH = 20, 40


def test_new_samples_raise_it_as_often_as_it_says_on_average_but_not_for_each_reference(tmp_path):
    rates = []
    for place in range(REFERENCES):
        folder = tmp_path / str(place)
        folder.mkdir()
        first = 1000 * (place + 1)
        real = table(folder / "real.csv", ("word",), ([word] for word in drawn(first, 1000)))
        made = {g: drawn(first + 1 + g, 150) for g in range(FRESH)}
        record = audited(words(folder / "pipe.csv", made), real, RARE)
        usual = alarm(record).usual
        assert usual is not None
        values = record.values["rare-type-coverage"][0, 0]  # one subset: a sample of n, no mean
        rates.append(np.mean(values < usual.value))
    assert np.mean(rates) <= FALSE_ALARM + 0.01
    assert max(rates) > 1.5 * FALSE_ALARM
    assert np.mean(np.array(rates) <= 0.075) >= 0.9
    assert "on average over thresholds found like this" in say_alarm(record)
    assert "This very threshold may do better or worse" in say_alarm(record)
