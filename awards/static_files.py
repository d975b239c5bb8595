"""How static files are named where they are served for long."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """With what a file holds in its name; a script that imports another names it so, too.

    Else a browser would keep an old part of a script beside a new one.
    """

    support_js_module_import_aggregation = True
