"""Grey levels under logistic distributions: their mass, its gradients, their means and draws.

A level has the mass between it and its neighbours; black takes all that lies below it, and white
all above (Salimans et al. 2017). Pixels are on a scale from -1 to 1 here.
"""

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

HALF_STEP = 1 / 255
"""Half the distance between two grey levels."""
BEYOND = 1e4
"""How far off a level's range ends that has no next one."""
CACHED = 2**17
"""Numbers that are worked on at a time, as many as a cache has room for several of."""


def on_scale(levels: "Tensor") -> "Tensor":
    """8-bit levels on the scale, black at -1 and white at 1 exactly."""
    return levels.float().div_(127.5).sub_(1)


def missed(centre: "Tensor", log_scale: "Tensor", pixels: "Tensor") -> "Tensor":
    """[replicates, records]: minus the log mass of pictures' grey levels, summed over pixels.

    centre and pixels: [replicates, records, pixels]; log_scale: [replicates, 1, pixels].
    """
    return _missed()(centre, log_scale, pixels)


def mean_level(centre: "Tensor", log_scale: "Tensor") -> "Tensor":
    """The mean of what is drawn, on the scale from -1 to 1 and within it."""
    import torch

    softplus, scale = torch.nn.functional.softplus, log_scale.exp()
    return scale * (softplus((centre + 1) / scale) - softplus((centre - 1) / scale)) - 1


def drawn_level(centre: "Tensor", log_scale: "Tensor", uniform: "Tensor") -> "Tensor":
    """A draw by uniform numbers, as centre; it may lie beyond black or white."""
    return centre + log_scale.exp() * uniform.logit()


@functools.cache
def _missed() -> "Callable[[Tensor, Tensor, Tensor], Tensor]":
    """`missed` with its own gradients, twice as fast as with those that torch would find."""
    import torch

    class Missed(torch.autograd.Function):
        @staticmethod
        def forward(
            context: Any, centre: "Tensor", log_scale: "Tensor", pixels: "Tensor"
        ) -> "Tensor":
            by_centre, by_scale = torch.empty_like(centre), torch.empty_like(centre)
            whole = (centre, log_scale, pixels, by_centre, by_scale)
            some = max(1, CACHED // centre[0].numel())
            parts = zip(*(each.split(some) for each in whole), strict=True)
            found = [_worked_out(*part) for part in parts]
            context.save_for_backward(by_centre, by_scale)
            return torch.cat(found)

        @staticmethod
        def backward(context: Any, gradient: "Tensor") -> "tuple[Tensor, Tensor, None]":
            by_centre, by_scale = context.saved_tensors
            each = gradient[:, :, None]
            return by_centre * each, each.mT @ by_scale, None

    return Missed.apply


def _worked_out(
    centre: "Tensor",
    log_scale: "Tensor",
    pixels: "Tensor",
    by_centre: "Tensor",
    by_scale: "Tensor",
) -> "Tensor":
    """`missed`, with its derivatives by a pixel's centre and its log scale written into the last.

    With s the logistic function, log(s(b) - s(a)) = log s(b) + log s(-a) + log(1 - exp(a - b)):
    no difference of nearly equal numbers is taken.
    """
    import torch

    threshold, softplus = torch.nn.functional.threshold, torch.nn.functional.softplus
    sharp = (-log_scale).exp()
    width = 2 * HALF_STEP * sharp
    low = threshold(pixels, -1, -BEYOND).sub_(HALF_STEP).sub_(centre).mul_(sharp)
    high = threshold(-pixels, -1, -BEYOND).sub_(HALF_STEP).add_(centre).mul_(sharp)
    inside = (pixels.square() < 1).to(pixels.dtype)
    found = softplus(low).add_(softplus(high)).sum(dim=2)
    found -= (inside @ (-torch.expm1(-width)).log().mT).squeeze(2)
    below, above = low.sigmoid(), high.sigmoid()
    torch.mul(inside, width / torch.expm1(width), out=by_scale)
    by_scale.sub_(low.mul_(below)).sub_(high.mul_(above))
    torch.mul(above.sub_(below), sharp, out=by_centre)
    return found
