"""Decisions that are told again elsewhere: they belong to the one that minutes record.

"Planen ble vedtatt 8. desember 2022" in the next plan, a row of an annual report: the same case, or
the same day and the same words. How others put it adds no wording of the decision, only evidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from plansvar.documents.types import DocumentType
from plansvar.register.clusters import Cluster
from plansvar.register.evidence import StoredClaim
from plansvar.register.keys import normal_of, text_of
from plansvar.register.names import plain, stems

_NUMBER = re.compile(r"\d{1,4}/\d{2,5}")
_TOLD = frozenset({"decision-told", "decision-table"})
# What others say about a decision without deciding it.
_KEPT = frozenset({"body", "date", "case_number", "unanimous", "replaces"})
_ENOUGH = 0.6
_LEAST_WORDS = 2
# Words of telling, in every such sentence.
_TELLING = frozenset(
    stem
    for word in "vedtatt vedtok vedteke vedteken vedta godkjent godkjente blir ble vart er styret "
    "kommunestyret formannskapet fylkestinget representantskapet sak møte adopted approved decided "
    "januar februar mars april mai juni juli august september oktober november desember".split()
    for stem in stems(word)
)
# In one block; more are no meeting.
_MOST = 200


def join_retold(
    clusters: list[Cluster], one_body: Callable[[StoredClaim, StoredClaim], bool]
) -> list[Cluster]:
    """The decisions, without those that only tell of another one, which has their claims.

    Args:
        clusters: all decisions.
        one_body: whether two claims may name the same body.
    """
    by_case: dict[str, list[Cluster]] = defaultdict(list)
    by_month: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        if (first := _recorded(cluster)) is None:
            continue
        if number := _number(first):
            by_case[number].append(cluster)
        if date := normal_of(first, "date"):
            by_month[date[:7]].append(cluster)
    kept = []
    for cluster in clusters:
        told = cluster.claims[0]
        target = None
        if all(_is_told(one) for one in cluster.claims):
            number, date = _number(told), normal_of(told, "date")
            found = by_case[number] if number else by_month[date[:7]] if date else []
            target = _target(told, found[:_MOST], one_body, same_words=number is None)
        if target is None:
            kept.append(cluster)
            continue
        for claim in cluster.claims:
            target.add(_without_wording(claim))
    return kept


def _is_told(claim: StoredClaim) -> bool:
    return (
        not claim.changes
        and claim.extractor in _TOLD
        and claim.document.type is not DocumentType.MINUTES
    )


def _recorded(cluster: Cluster) -> StoredClaim | None:
    """The claim of the minutes that record a decision."""
    return next((one for one in cluster.claims if not one.changes and not _is_told(one)), None)


def _number(claim: StoredClaim) -> str | None:
    """The number of a case without its series: others write "sak 13/24" for "RS-sak 13/24"."""
    match = _NUMBER.search(text_of(claim, "case_number") or "")
    return match.group() if match else None


def _target(
    told: StoredClaim,
    found: Sequence[Cluster],
    one_body: Callable[[StoredClaim, StoredClaim], bool],
    *,
    same_words: bool,
) -> Cluster | None:
    """The decision that is told of: the one that shares most words, of those with this frame."""
    fits: list[tuple[float, Cluster]] = []
    rejected = normal_of(told, "outcome") == "rejected"
    for cluster in found:
        recorded = _recorded(cluster)
        if recorded is None or not _one_frame(told, recorded, one_body):
            continue
        alike = _alike(told, recorded)
        if same_words and alike < _ENOUGH:
            continue
        if (normal_of(recorded, "outcome") == "rejected") == rejected:
            fits.append((alike, cluster))
    # Of equals the first: the point that decides the whole.
    return max(fits, key=lambda one: one[0])[1] if fits else None


def _one_frame(
    told: StoredClaim,
    recorded: StoredClaim,
    one_body: Callable[[StoredClaim, StoredClaim], bool],
) -> bool:
    dates = normal_of(told, "date"), normal_of(recorded, "date")
    known = bool(dates[0] and dates[1])
    if dates[0] and dates[1] and not dates[1].startswith(dates[0]):
        return False
    points = text_of(told, "point"), text_of(recorded, "point")
    if points[0] and points[1] and points[0] != points[1]:
        return False
    bodies = told.first("body"), recorded.first("body")
    if bodies[0] and bodies[1]:
        return one_body(told, recorded) or _is_its_council(bodies[0].text, bodies[1].text)
    # A number alone may be any body's.
    return known


def _is_its_council(municipality: str, council: str) -> bool:
    """Whether one is said to have decided what its council decided."""
    name = plain(municipality).removesuffix(" kommune")
    return name != plain(municipality) and name in plain(council).split()


def _alike(told: StoredClaim, recorded: StoredClaim) -> float:
    """The share of the telling words that stand in what was decided."""
    if told.name is None or recorded.name is None:
        return 0.0
    words = {word for word in stems(told.name.text) if word not in _TELLING}
    words = {word for word in words if not word.isdigit()}
    there = set(stems(recorded.name.text))
    if len(words) < _LEAST_WORDS:
        return 0.0
    return len(words & there) / len(words)


def _without_wording(claim: StoredClaim) -> StoredClaim:
    """What another document adds: that it is repealed may be news, not how it is put."""
    kept = tuple(
        value
        for value in claim.values
        if value.field in _KEPT or (value.field == "outcome" and value.normal == "repealed")
    )
    return replace(claim, values=kept)
