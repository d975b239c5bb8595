"""From points to places. PURE: arrays in, named tuples out, no Django.

`plain` ranks by plain means; `model` takes out how severe each juror is; `chances` tells how sure
the order is.
"""

from .plain import Cell, Standing, standings

__all__ = ["Cell", "Standing", "standings"]
