"""Build the PDF, DOCX, PPTX and XLSX files of one half of the example corpus.

    python -m examples.build HALF               # all of HALF/sources/*.md into HALF/corpus/
    python -m examples.build HALF --only NAME   # the sources whose names contain NAME

The result is the same bytes every time, with the same versions of the libraries: dates come
from the heads of the sources, and zip entries have a fixed order and date.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from examples.builder.blocks import SourceError
from examples.builder.formats import build_source


def build_half(half: Path, only: str = "") -> int:
    """Build the sources of a half, print each file, and return the number of errors."""
    sources = [path for path in sorted((half / "sources").glob("*.md")) if only in path.name]
    if not sources:
        print(f"no sources {only or '*.md'} in {half / 'sources'}", file=sys.stderr)
        return 1
    errors = 0
    built: dict[Path, Path] = {}
    for source in sources:
        try:
            target = build_source(source, half / "corpus")
        except SourceError as error:
            errors += 1
            print(error, file=sys.stderr)
        else:
            if target in built:
                errors += 1
                print(f"{source}:1: {built[target].name} gives the same file", file=sys.stderr)
            built[target] = source
            print(f"{target.relative_to(half / 'corpus')}: {target.stat().st_size} bytes")
    return errors


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("half", type=Path, help="the folder of the half")
    parser.add_argument("--only", default="", help="build only sources with this in their name")
    arguments = parser.parse_args()
    return min(build_half(arguments.half, arguments.only), 1)


if __name__ == "__main__":
    sys.exit(main())
