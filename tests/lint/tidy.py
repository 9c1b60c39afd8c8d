"""Refuses files that don't keep to .editorconfig, and files that only work where they were written.

`python -m tests.lint.tidy` looks at everything that git knows or would take: line ends, blanks at a
line's end, one line feed at the end of a file; no address of a package registry (each place has its
own), no path that only this machine has.
"""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
REGISTRY = re.compile(
    r"//(registry|pypi|npm|deb|debian|packages|files|mirrors?|proxy|index|dl)\.[\w.-]+\.?\w{2,}"
    r'|"resolved":\s|--(extra-)?index-url\b|--find-link[s]\b'
)
HERE = (f"{REPOSITORY}/", f"{Path.home()}/")


def files(root: Path = REPOSITORY) -> Iterator[Path]:
    """Everything that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in sorted(set(listed.stdout.split("\0"))):
        path = root / name
        if name and path.is_file() and not path.is_symlink():
            yield path


def problems(content: bytes, here: Sequence[str] = HERE) -> Iterator[tuple[int, str]]:
    """What is untidy in a file: the line, and a sentence. Pictures and the like are left alone."""
    if b"\0" in content:
        return
    try:
        text = content.decode()
    except UnicodeDecodeError:
        yield 1, "not UTF-8"
        return
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.endswith("\r"):
            yield number, "a line ends with CR and LF"
        elif line != line.rstrip(" \t"):
            yield number, "blanks at the end of the line"
        if found := REGISTRY.search(line):
            yield number, f"{found.group().strip()} is a package registry's affair"
        for path in here:
            if path in line:
                yield number, f"{path} is there on one machine only"
    if text and (lines[-1] or not lines[-2].strip()):
        yield len(lines), "a file ends with one line feed"


def main() -> int:
    """Name every problem; 1 if there is one."""
    found = [
        f"{path.relative_to(REPOSITORY)}:{line}: {sentence}\n"
        for path in files()
        for line, sentence in problems(path.read_bytes())
    ]
    sys.stdout.writelines(found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
