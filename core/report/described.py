"""What a chart shows, in a few words, for whoever cannot see it."""

from core.analysis.wording import in_sentence, listed
from core.report.charts import (
    BeforeAfterChart,
    Chart,
    CurveChart,
    DensityChart,
    FailureChart,
    LoopChart,
    Panel,
    PictureChart,
    PoolChart,
    ScatterChart,
)


def described(chart: Chart) -> str:
    """Such as "Curves of types alive and total variation over 20 generations, 4 arms"."""
    match chart:
        case CurveChart():
            said = f"Curves of {_metrics(chart.panels)} over {chart.generations} generations"
            arms = len(chart.panels[0].lines)
            return f"{said}, {arms} arms" if arms > 1 else said
        case BeforeAfterChart():
            return f"Before and after: {_metrics(chart.panels)}"
        case FailureChart():
            return f"Generation at which each of {len(chart.rows)} metrics failed"
        case DensityChart():
            return f"Densities of samples: {listed([row.label for row in chart.rows])}"
        case ScatterChart():
            return f"Sampled points: {listed([cell.label for cell in chart.cells])}"
        case PictureChart():
            return f"Sampled pictures: {listed([row.label for row in chart.rows])}"
        case PoolChart():
            return f"Training pools of {chart.arm} by origin over {chart.generations} generations"
        case LoopChart():
            return "The recursive loop, step by step"


def _metrics(panels: tuple[Panel, ...]) -> str:
    return listed([in_sentence(panel.title) for panel in panels])
