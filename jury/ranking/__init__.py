"""From points to places. PURE: arrays in, named tuples out, no Django.

`sheets` makes one value of each sheet; `order` ranks by the plain mean and, where the design can
carry it, by the mean corrected for severe and mild jurors (`model`); `chances` tells how sure that
order is, `stability` what it hangs on.
"""

from .chances import Chances
from .model import Fit
from .order import Jurors, Plain, Ranking, Refusal, best, ordered, plainly, rank
from .sheets import Cells, Sheets, composed
from .stability import Moved, Reweighted, reweighted, without_each_juror

__all__ = [
    "Cells",
    "Chances",
    "Fit",
    "Jurors",
    "Moved",
    "Plain",
    "Ranking",
    "Refusal",
    "Reweighted",
    "Sheets",
    "best",
    "composed",
    "ordered",
    "plainly",
    "rank",
    "reweighted",
    "without_each_juror",
]
