"""Write the .mo file beside each .po of locale/ that is newer; needs no gettext on the machine."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main(root: Path = ROOT) -> None:
    for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))


if __name__ == "__main__":
    main()
