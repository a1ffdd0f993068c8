"""How metrics saw images: through which frozen classifier, and how far its word can be trusted."""

from core.analysis.change import declared
from core.analysis.families import headline_metrics
from core.analysis.wording import listed, metric_noun, say_level, say_number
from core.classifier import Classifier, shipped
from core.record import RunRecord
from core.records import RecordKind
from core.report.document import Block, Paragraph
from core.report.numbers import capital
from core.sources.base import Part
from core.sources.labelled_images import LabelledImages

FRECHET, RECALL = "frechet-distance", "rare-class-recall"


def feature_space(record: RunRecord) -> list[Block]:
    """A paragraph where records are images: whether metrics saw them through a classifier."""
    source = record.experiment.source
    if source.gives is not RecordKind.IMAGES:
        return []
    through = [metric for metric in record.values if declared(metric).by_classifier]
    if not isinstance(source, LabelledImages) or not through:
        return [Paragraph("Metrics see images as their pixels, from 0 to 1.")]
    classifier, shown = shipped(source.classifier), headline_metrics(record)
    said = [_seen(through, classifier)]
    said += ["Other metrics see pixels."] if len(through) < len(record.values) else []
    said += [_trained(source, classifier)]
    said += [_bias(record, classifier)] if FRECHET in shown else []
    said += [_rarest(source)] if RECALL in shown else []
    return [Paragraph(" ".join(said))]


def _seen(through: list[str], classifier: Classifier) -> str:
    """What the features are, and whose."""
    names = capital(listed([metric_noun(metric) for metric in through]))
    judge = "judges" if len(through) == 1 else "judge"
    return (
        f"{names} {judge} an image by {classifier.width} numbers: the last hidden layer of a small "
        "frozen network, whitened."
    )


def _trained(source: LabelledImages, classifier: Classifier) -> str:
    """On what, and how often networks like it are right about images that they have not seen."""
    share = say_level(round(classifier.right / classifier.images, 3))
    return (
        f"It was trained once to name the {len(source.classes)} classes of all "
        f"{classifier.images:,} images of {source.title}, this run's real ones among them. "
        f"Networks trained alike on all but 1 of {classifier.folds} parts named {share} of "
        "images in the part left out rightly. The same network judges real samples and every arm."
    )


def _bias(record: RunRecord, classifier: Classifier) -> str:
    """What the Frechet distance gives where nothing differs."""
    experiment, width = record.experiment, classifier.width
    n, m = experiment.sample_size, experiment.source.available(Part.REFERENCE) or 0
    bias = (1 / n + 1 / m) * width * (width + 5) / 4
    found = ""
    if FRECHET in record.bands:
        found = f"; real samples gave {say_number(record.bands[FRECHET][1])} at the median"
    return (
        f"Where nothing differs, the Fréchet distance of {n:,} emitted from {m:,} real images is "
        f"about {say_number(bias)}, if features are normal{found}."
    )


def _rarest(source: LabelledImages) -> str:
    """Which classes are rare, and how rare."""
    names, kept, rare = list(source.classes), source.kept(), list(source.rare())
    share = say_level(round(float(kept[rare].sum() / kept.sum()), 3))
    classes = listed([f"“{names[place]}”" for place in rare])
    are = "The rarest class is" if len(rare) == 1 else "The rarest classes are"
    return f"{are} {classes}, with {share} of the real images."
