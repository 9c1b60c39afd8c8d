"""Build onlinechat.zip, which a shop accepts at Module manager > Upload a module.

Usage: python3 php-module/build_zip.py [onlinechat.zip]
"""

import sys
import zipfile
from pathlib import Path

MODULE = Path(__file__).resolve().parent
SUFFIXES = {".css", ".js", ".php", ".png", ".svg", ".tpl", ".txt", ".xlf", ".xml"}
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def files() -> list[Path]:
    """Return what belongs into the shop, relative to the module, in a fixed order."""
    found = (path.relative_to(MODULE) for path in MODULE.rglob("*") if path.is_file())
    return sorted(
        path
        for path in found
        if path.suffix in SUFFIXES and not any(part.startswith(".") for part in path.parts)
    )


def build(target: Path) -> None:
    """Write the zip: one folder named like the module; equal files give an equal zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files():
            name = (Path("onlinechat") / path).as_posix()
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (MODULE / path).read_bytes())


if __name__ == "__main__":
    destination = Path(sys.argv[1] if len(sys.argv) > 1 else "onlinechat.zip")
    build(destination)
    sys.stdout.write(f"{destination}: {destination.stat().st_size:,} bytes\n")
