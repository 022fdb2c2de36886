"""``python -m eval.hostile``: what reading does with files that were made, or happen, to do harm.

Every file of a hostile set is read in isolation, as ``plansvar ingest`` does it. The set isn't part
of this repository: it is the folder ``hostile`` in ``$SHARED_DATA``, else in ``../shared``. Its
MANIFEST.csv says of each file whether text is expected, and what must or must not be in it.

Ends with 1 when anything is not as it must be.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from eval.shared import shared
from ingest.isolation import scratch
from ingest.isolation.launch import Launcher, launcher
from ingest.isolation.pool import limits_of, outcome_of, request_for
from ingest.metadata import NOTHING_GIVEN
from ingest.parse import Parsed
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.errors import ReadError
from plansvar.settings import Settings, load

# A bare reader found at least so many characters in a file: we must find text in it, too.
_ENOUGH = 20
_LEAST_READ = 0.99
# What the set's hidden text says. The manifest names the files, but not the text.
_HIDDEN = {"hidden_injection": ("HACKET",)}
# Nothing that can't be seen may reach anybody: zero-width, direction, tag and control characters.
_UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2066-\u206f\ufeff\U000e0000-\U000e007f\x00-\x08]"
)
_STOPPED = {
    "read.parser_crash": "crashes",
    "read.timeout": "hangs",
    "read.office_timeout": "hangs",
    "read.out_of_memory": "out of memory",
    "read.office_out_of_memory": "out of memory",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the set; ``expect`` is ok, error or ok_or_error."""

    path: Path
    kind: str
    expect: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    base_chars: int

    @property
    def has_text(self) -> bool:
        """Whether text must come out of it."""
        return self.expect != "error" and self.base_chars >= _ENOUGH


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: ``code`` is "" for one that was read, ``faults`` what is wrong."""

    path: str
    code: str
    characters: int
    seconds: float
    cpu_seconds: float
    peak_mib: int
    faults: tuple[str, ...]


def default_folder() -> Path:
    """Where the set is, if it is anywhere."""
    return shared() / "hostile"


def load_cases(folder: Path) -> list[Case]:
    """The files that the manifest names."""
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Case(
            path=folder / row["path"].partition("/")[2],
            kind=row["cls"],
            expect=row["expect"],
            must=_texts(row["must"]),
            must_not=_texts(row["must_not"]) + _HIDDEN.get(row["cls"], ()),
            base_chars=int(row["base_chars"] or 0),
        )
        for row in rows
    ]


def _texts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def run(cases: Sequence[Case], settings: Settings) -> Iterator[Outcome]:
    """Read the files, some at the same time; their outcomes in the order of the files."""
    limits = limits_of(settings)
    children = launcher()
    workers = settings.ingest.workers or os.cpu_count() or 1
    try:
        with ThreadPoolExecutor(workers) as threads:
            calls = [threads.submit(_read, one, settings, limits, children) for one in cases]
            for call in calls:
                yield call.result()
    finally:
        children.close()


def _read(case: Case, settings: Settings, limits: Limits, children: Launcher) -> Outcome:
    started = time.perf_counter()
    cpu, peak = 0.0, 0
    found: Parsed | ReadError
    try:
        module = registry.check(case.path, limits)
        request = request_for(
            case.path, case.path.name, module, NOTHING_GIVEN, settings.ingest, limits
        )
    except ReadError as error:
        found = error
    else:
        with scratch.given(request) as prepared:
            ended = children.run(prepared)
        found, cpu, peak = outcome_of(request, ended), ended.cpu_seconds, ended.peak_bytes
        if isinstance(found, Parsed) and not found.chunks:
            found = ReadError("read.no_text")  # scanned: OCR isn't what is tried here
    text = found.document.text if isinstance(found, Parsed) else ""
    code = found.code if isinstance(found, ReadError) else ""
    return Outcome(
        path=str(case.path),
        code=code,
        characters=len(text),
        seconds=round(time.perf_counter() - started, 3),
        cpu_seconds=round(cpu, 3),
        peak_mib=peak // 1024**2,
        faults=tuple(faults(case, text, code)),
    )


def faults(case: Case, text: str, code: str) -> Iterator[str]:
    """What isn't as the manifest wants it."""
    if code in _STOPPED:
        yield _STOPPED[code]
    if code and not code.startswith("read."):
        yield "no code"
    if code == "read.unsupported":
        return
    if case.has_text and code:
        yield "no text"
    if case.expect == "ok" and code and not case.has_text and case.kind != "notext":
        yield "not read"
    if case.expect == "error" and not code:
        yield "read, though an error was expected"
    for wanted in case.must:
        if wanted not in text:
            yield f"must: {wanted!r} is missing"
    for unwanted in case.must_not:
        if unwanted in text:
            yield f"must not: {unwanted!r} is there"
    if unseen := _UNSEEN.search(text):
        yield f"must not: U+{ord(unseen[0]):04X} is there"


def report(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> str:
    """The figures, and each file that isn't as it must be."""
    pairs = list(zip(cases, outcomes, strict=True))
    codes = Counter(one.code or "read" for one in outcomes)
    kinds = Counter(fault.partition(":")[0] for one in outcomes for fault in one.faults)
    texts = [one for case, one in pairs if case.has_text and one.code != "read.unsupported"]
    given = sum(1 for one in texts if not one.code)
    slowest = sorted(outcomes, key=lambda one: -one.cpu_seconds)[:5]
    largest = sorted(outcomes, key=lambda one: -one.peak_mib)[:5]
    lines = [
        f"{len(outcomes)} files, {codes['read.unsupported']} of them of a kind that isn't read",
        *(f"  {count:5} {code}" for code, count in codes.most_common()),
        f"Crashes, hangs, out of memory, without a code: "
        f"{', '.join(str(kinds[name]) for name in (*dict.fromkeys(_STOPPED.values()), 'no code'))}",
        f"Text from files that have some: {given} of {len(texts)}, {_share(given, len(texts)):.1%}",
        f"Read, though an error was expected: {kinds['read, though an error was expected']}",
        f"Strings that must be there and are missing: {kinds['must']} "
        f"of {sum(len(case.must) for case in cases)}",
        f"Strings that must not be there and are: {kinds['must not']} "
        f"of {sum(len(case.must_not) for case in cases)}",
        "Most processor time: " + ", ".join(f"{s.cpu_seconds:.1f} s {_name(s)}" for s in slowest),
        "Most memory: " + ", ".join(f"{s.peak_mib} MiB {_name(s)}" for s in largest),
    ]
    exceptions = [one for one in outcomes if one.faults]
    if exceptions:
        lines += ["", "Not as it must be:"]
        lines += [f"  {_name(one)} ({one.code or 'read'}): {'; '.join(one.faults)}"
                  for one in exceptions]  # fmt: skip
    return "\n".join(lines)


def is_good(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> bool:
    """No faults, but for one in a hundred files that has text and doesn't give it."""
    pairs = list(zip(cases, outcomes, strict=True))
    texts = [one for case, one in pairs if case.has_text and one.code != "read.unsupported"]
    missing = sum(1 for one in texts if one.code)
    others = [fault for one in outcomes for fault in one.faults if fault != "no text"]
    return not others and missing <= (1 - _LEAST_READ) * len(texts)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _name(outcome: Outcome) -> str:
    return "/".join(Path(outcome.path).parts[-2:])


@click.command(help=__doc__)
@click.option("--folder", type=click.Path(path_type=Path, exists=True), default=default_folder)
@click.option("--only", default="", help="Only files whose path holds this.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all outcomes.")
def main(folder: Path, only: str, json_file: Path | None) -> None:
    """Read, print, write."""
    cases = [case for case in load_cases(folder) if only in str(case.path)]
    outcomes: list[Outcome] = []
    for outcome in run(cases, load()):
        outcomes.append(outcome)
        if sys.stderr.isatty() and len(outcomes) % 20 == 0:
            click.echo(f"\r{len(outcomes)} of {len(cases)}", err=True, nl=False)
    if json_file is not None:
        lines = [json.dumps(asdict(one), ensure_ascii=False) for one in outcomes]
        json_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo(report(cases, outcomes))
    sys.exit(0 if is_good(cases, outcomes) else 1)


if __name__ == "__main__":
    main()
