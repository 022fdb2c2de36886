"""A score as Markdown and as JSON; it is made of figures only, whichever half it is of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eval.register.counts import FieldCount, Interval, KindCount, Score, share

_MANY = 100.0


def markdown(name: str, score: Score) -> str:
    """The tables of one run."""
    extraction = score.extraction
    lines = [
        f"## {name}: {score.documents} documents, {score.level} level",
        "",
        "| kind | gold | found | correct | duplicates | precision | 95 % | matched | recall | 95 % "
        "| left out | for review | of them right |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *(_kind_row(kind.value, count) for kind, count in score.kinds.items()),
        _kind_row("all", _total(score.kinds.values())),
        "",
        "| kind | field | stated | right | wrong | missing | added | accuracy |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind, count in score.kinds.items():
        lines += [_field_row(kind.value, field, one) for field, one in count.fields.items()
                  if one.stated or one.added]  # fmt: skip
    lines += [_field_row("all", "ownership", score.ownership), ""]
    history = [count.history for count in score.kinds.values()]
    stated = sum(one.stated for one in history)
    right, dated = sum(one.right for one in history), sum(one.dated for one in history)
    lines.append(f"- values in time: {right} of {stated} found ({_percent(share(right, stated))}), "
                 f"{dated} with the right day")  # fmt: skip
    conflicts = [count.conflicts for count in score.kinds.values()]
    lines.append(
        f"- conflicts: {sum(one.right for one in conflicts)} of "
        f"{sum(one.stated for one in conflicts)} found, and "
        f"{sum(one.added for one in conflicts)} on other facts"
    )
    if score.unread:
        lines.append(f"- {score.unread} documents could not be read")
    if extraction.get("pages"):
        lines.append(
            f"- extraction: {extraction['ms'] / extraction['pages']:.2f} ms a page of "
            f"{extraction['pages']:.0f}, {extraction['slowest']:.2f} in the slowest document"
        )
    return "\n".join(lines)


def as_json(score: Score) -> dict[str, Any]:
    """The same figures for programs; ratios are 0 to 1, ``null`` of nothing."""
    return {
        "level": score.level,
        "documents": score.documents,
        "unread": score.unread,
        "kinds": {kind.value: _kind_json(count) for kind, count in score.kinds.items()},
        "ownership": _field_json(score.ownership),
        "extraction": dict(score.extraction),
    }


def _kind_row(name: str, count: KindCount) -> str:
    cells = (
        name, count.gold, count.found, count.correct, count.duplicates,
        _percent(count.precision), _ends(count.precision_interval), count.matched,
        _percent(count.recall), _ends(count.recall_interval), count.left_out, count.review,
        count.review_right,
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _field_row(kind: str, name: str, one: FieldCount) -> str:
    cells = (kind, name, one.stated, one.right, one.wrong, one.missing, one.added,
             _percent(one.accuracy))  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def _total(counts: Iterable[KindCount]) -> KindCount:
    total = KindCount()
    for one in counts:
        total.gold += one.gold
        total.found += one.found
        total.correct += one.correct
        total.duplicates += one.duplicates
        total.matched += one.matched
        total.left_out += one.left_out
        total.review += one.review
        total.review_right += one.review_right
    return total


def _kind_json(count: KindCount) -> dict[str, Any]:
    return {
        "gold": count.gold,
        "found": count.found,
        "correct": count.correct,
        "duplicates": count.duplicates,
        "matched": count.matched,
        "precision": count.precision,
        "precision_interval": count.precision_interval,
        "recall": count.recall,
        "recall_interval": count.recall_interval,
        "left_out": count.left_out,
        "review": count.review,
        "review_right": count.review_right,
        "fields": {name: _field_json(one) for name, one in count.fields.items()},
        "history": {name: getattr(count.history, name) for name in ("stated", "right", "dated")},
        "conflicts": {
            name: getattr(count.conflicts, name) for name in ("stated", "right", "added")
        },
    }


def _field_json(one: FieldCount) -> dict[str, Any]:
    names = ("stated", "right", "wrong", "missing", "added", "accuracy")
    return {name: getattr(one, name) for name in names}


def _percent(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio * _MANY:.1f}"


def _ends(ends: Interval | None) -> str:
    return "–" if ends is None else f"{ends[0] * _MANY:.0f}–{ends[1] * _MANY:.0f}"
