"""Which claims of measures, goals and open questions speak of the same one.

Claims are read plan by plan; each joins the one fact that it fits best, or begins a new one. It
fits

1. in the same document (or a copy): by the same title, or by the same number and a title like it;
2. in another edition of the same plan: by title, by number and a title like it, or by a title like
   it that no other claim of that document is closer to;
3. elsewhere: by title, or by a title like it, unless document and fact are known to be of different
   organisations or places.

The same number with quite another title is another fact. A title that is only alike (2, 3) doesn't
become one of the fact's own titles: what is like it in turn isn't linked through it. Two facts that
fit equally well are one too many: then the claim stays by itself.

A claim that changes something joins the fact that it names by number (in the plan in force on its
day, of the same organisation or named by ``scope``) or by title. Only a title that nothing else has
makes a fact of its own. A claim that has a number but no title
("2.1: i rute") is placed in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plansvar.documents.stored import DocumentInfo
from plansvar.register.clusters import PLANS, Cluster, by_day, reading_order
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from plansvar.register.names import alike, number, stems, without_figures, without_label
from plansvar.register.precedence import plan_key, rank_of, unit
from plansvar.register.telling import contradict, other_name, substituted, weakly_other
from plansvar.register.timespan import newer, order

Title = tuple[str, ...]

# A word or number of so many facts doesn't help to find one.
_TOO_COMMON = 30
_TELLING = range(1, _TOO_COMMON + 1)
_RAREST = 3
_EXACT = 2.0
_WEAKLY_OTHER = 0.8
# How many words a goal must have beside its figures, and how many of them stay in a revision.
_ENOUGH_WORDS = 3
_REVISED = 0.65


def link(
    kind: FactKind, claims: Sequence[StoredClaim], names: frozenset[str] = frozenset()
) -> list[Cluster]:
    """Put claims of one kind together. Works in about linear time.

    ``names`` are the stems that are names of places and parties: two of them are two things.
    """
    linker = _Linker(kind, names)
    for claim in sorted((one for one in claims if not one.changes), key=reading_order):
        linker.state(claim)
    for claim in by_day([one for one in claims if one.changes]):
        linker.change(claim)
    return linker.clusters


def claimed_number(claim: StoredClaim) -> str | None:
    """The number of what a claim is about: its own field, or the label before its title."""
    stated = claim.first("number")
    if stated:
        return number(stated.text)
    if claim.name is None:
        return None
    title = claim.name.text
    label = title[: len(title) - len(without_label(title))]
    return number(label) if label else None


class _Linker:
    def __init__(self, kind: FactKind, names: frozenset[str]) -> None:
        self.clusters: list[Cluster] = []
        self._names = names
        self._kind = kind
        self._by_title: dict[Title, list[Cluster]] = {}
        self._by_number: dict[str, list[tuple[Cluster, DocumentInfo]]] = {}
        self._by_place: dict[tuple[str, str], list[Cluster]] = {}
        self._by_word: dict[str, list[Cluster]] = {}

    def state(self, claim: StoredClaim) -> None:
        """A claim that states something joins a fact, or begins one."""
        title = _title(claim)
        if not title:
            self._state_by_number(claim)
            return
        wanted = claimed_number(claim)
        found = _best(
            (one, self._fit(claim, title, wanted, one)) for one in self._candidates(claim, title)
        )
        if found is None:
            found = (self._begin(), _EXACT)
        self._join(found[0], claim, title, own=found[1] >= _EXACT)

    def _state_by_number(self, claim: StoredClaim) -> None:
        """What has no title speaks of what bears the number; only a plan begins one by number."""
        if claimed_number(claim) is None:
            return
        own = self._by_place.get((plan_key(claim.document), claimed_number(claim) or ""), [])
        cluster = own[0] if len(own) == 1 else self._named(claim, ())
        if cluster is not None:
            cluster.add(claim)
        elif claim.document.type in PLANS:
            self._join(self._begin(), claim, (), own=True)

    def change(self, claim: StoredClaim) -> None:
        """A claim that changes something joins what it names."""
        title = _title(claim)
        cluster = self._named(claim, title) or self._titled(claim, title)
        if cluster is None:
            if not title or self._by_title.get(title):
                return
            cluster = self._begin()
            self._join(cluster, claim, title, own=True)
            return
        # What changes a fact doesn't rename or renumber it.
        cluster.add(claim)

    def _named(self, claim: StoredClaim, title: Title) -> Cluster | None:
        """The fact with the claim's number in the plan that was in force."""
        wanted = claimed_number(claim)
        if wanted is None:
            return None
        places = [
            (cluster, document)
            for cluster, document in self._by_number.get(wanted, [])
            if not newer(document.since, claim.effective or claim.document.since)
            and (not title or self._titles_fit(title, cluster))
        ]
        scoped = [one for one in places if claim.scope and _in_scope(claim.scope, one[1])]
        places = scoped or places
        answers = [(cluster, cluster.related(claim.document)) for cluster, _ in places]
        if any(answer for _, answer in answers):
            places = [place for place, (_, yes) in zip(places, answers, strict=True) if yes]
        else:
            places = [
                place for place, (_, yes) in zip(places, answers, strict=True) if yes is not False
            ]
        if not places:
            return None
        # Of several editions the strongest and newest has the number that people use.
        _, newest = max(places, key=lambda one: (-rank_of(one[1]), order(one[1].since)))
        of_that_plan = [one for one, document in places if plan_key(document) == plan_key(newest)]
        others = {id(one) for one, _ in places} - {id(one) for one in of_that_plan}
        if others and not scoped and not title and self._from_elsewhere(claim, places):
            return None
        latest = [one for one, document in places if document.id == newest.id]
        return latest[0] if len({id(one) for one in latest}) == 1 else None

    @staticmethod
    def _from_elsewhere(claim: StoredClaim, places: Sequence[tuple[Cluster, DocumentInfo]]) -> bool:
        """Whether nothing ties the claim to any of several plans that use its number."""
        return not any(cluster.related(claim.document) for cluster, _ in places)

    def _titled(self, claim: StoredClaim, title: Title) -> Cluster | None:
        if not title:
            return None
        found = _best(
            (one, 0.0 if one.related(claim.document) is False else self._likeness(title, one))
            for one in self._candidates(claim, title)
        )
        return found[0] if found else None

    def _fit(self, claim: StoredClaim, title: Title, wanted: str | None, cluster: Cluster) -> float:
        """How well a claim fits a fact: from 2 on surely, 0 not at all."""
        document = claim.document
        plan = plan_key(document)
        has = cluster.numbers.get(plan)
        same_number = wanted is not None and wanted == has
        other_number = wanted is not None and has is not None and wanted != has
        same_document = unit(document) in cluster.units
        if same_document and other_number:
            return 0.0
        agrees = same_number or (wanted is not None and wanted in cluster.numbers.values())
        edition = same_number and plan in cluster.plans
        likeness = self._likeness(title, cluster, numbered=agrees, edition=edition)
        if likeness < 1.0 and (not _of_one_level(claim, cluster) or _is_part(wanted, cluster)):
            return 0.0
        if same_document:
            if likeness == 1.0 or (same_number and likeness):
                return _EXACT + likeness
            return 0.0
        if plan in cluster.plans:
            if likeness == 1.0 or (same_number and likeness):
                return _EXACT + likeness + same_number
            # A revision has the same goal with other figures.
            revised = self._kind is FactKind.GOAL and _differs_in_figures(title, cluster)
            return _EXACT if revised else likeness
        if not likeness:
            return 0.0
        related = cluster.related(document)
        if related is False:
            return 0.0
        if likeness == 1.0:
            return _EXACT + (1.0 if related else 0.0)
        return likeness + (0.5 if related else 0.0) + (0.5 if agrees else 0.0)

    def _likeness(
        self, title: Title, cluster: Cluster, *, numbered: bool = False, edition: bool = False
    ) -> float:
        return max(
            (
                self._alike(title, other, numbered=numbered, edition=edition)
                for other in cluster.titles
            ),
            default=0.0,
        )

    def _alike(self, one: Title, other: Title, *, numbered: bool, edition: bool) -> float:
        found = alike(one, other, numbered=numbered)
        if not found and weakly_other(one, other) and not contradict(one, other):
            return _WEAKLY_OTHER
        if found in {0.0, 1.0}:
            return found
        if other_name(one, other, self._names):
            # A number of a plan may be moved to another place from one edition to the next.
            return found if edition and self._moved(one, other) else 0.0
        return 0.0 if not numbered and substituted(one, other) else found

    def _moved(self, one: Title, other: Title) -> bool:
        words = frozenset(one) - self._names
        return bool(words) and words == frozenset(other) - self._names

    def _titles_fit(self, title: Title, cluster: Cluster) -> bool:
        return not cluster.titles or self._likeness(title, cluster, numbered=True) > 0.0

    def _candidates(self, claim: StoredClaim, title: Title) -> list[Cluster]:
        found: dict[int, Cluster] = {}
        found.update((id(cluster), cluster) for cluster in self._by_title.get(title, ()))
        wanted = claimed_number(claim)
        place = (plan_key(claim.document), wanted or "")
        found.update((id(cluster), cluster) for cluster in self._by_place.get(place, ()))
        numbered = self._by_number.get(wanted, ()) if wanted else ()
        if len(numbered) <= _TOO_COMMON:
            found.update((id(cluster), cluster) for cluster, _ in numbered)
        known = [word for word in set(title) if len(self._by_word.get(word, ())) in _TELLING]
        for word in sorted(known, key=lambda word: (len(self._by_word[word]), word))[:_RAREST]:
            found.update((id(cluster), cluster) for cluster in self._by_word[word])
        return list(found.values())

    def _begin(self) -> Cluster:
        cluster = Cluster(self._kind)
        self.clusters.append(cluster)
        return cluster

    def _join(self, cluster: Cluster, claim: StoredClaim, title: Title, *, own: bool) -> None:
        cluster.add(claim)
        if title and own and title not in cluster.titles:
            cluster.titles.add(title)
            self._by_title.setdefault(title, []).append(cluster)
            for word in set(title):
                postings = self._by_word.setdefault(word, [])
                if not postings or postings[-1] is not cluster:
                    postings.append(cluster)
        wanted = claimed_number(claim)
        if wanted:
            plan = plan_key(claim.document)
            cluster.numbers.setdefault(plan, wanted)
            of_plan = self._by_place.setdefault((plan, wanted), [])
            if cluster not in of_plan:
                of_plan.append(cluster)
            self._by_number.setdefault(wanted, []).append((cluster, claim.document))


def _title(claim: StoredClaim) -> Title:
    return stems(claim.name.text) if claim.name else ()


def _of_one_level(claim: StoredClaim, cluster: Cluster) -> bool:
    """Whether a goal may be another: an indicator in like words measures a goal, and isn't it."""
    level = claim.first("level") if cluster.levels else None
    return level is None or (level.normal or level.text) in cluster.levels


def _is_part(wanted: str | None, cluster: Cluster) -> bool:
    """Whether one is a part of the other by their numbers: "2.1a" of "2.1", "3.2.1" of "3.2"."""
    return wanted is not None and any(
        _below(wanted, other) or _below(other, wanted) for other in cluster.numbers.values()
    )


def _below(part: str, whole: str) -> bool:
    rest = part.removeprefix(whole)
    return rest != part and (rest.startswith(".") or (len(rest) == 1 and rest.isalpha()))


def _differs_in_figures(title: Title, cluster: Cluster) -> bool:
    """Whether only figures differ, and the words say enough to tell a goal by them."""
    words = without_figures(title)
    return len(words) < len(title) and any(
        alike(words, without_figures(other)) >= _REVISED
        for other in cluster.titles
        if len(words) >= _ENOUGH_WORDS and len(without_figures(other)) >= _ENOUGH_WORDS
    )


def _in_scope(scope: str, document: DocumentInfo) -> bool:
    """Whether a plan is the one that is named: "næringsplanen", "handlingsprogrammet 2024–2025"."""
    wanted = set(stems(scope))
    about = set(stems(document.title)) | set(stems(document.about.organisation or ""))
    return bool(wanted) and wanted <= about


def _best(fits: Iterable[tuple[Cluster, float]]) -> tuple[Cluster, float] | None:
    """The one that fits best; none where two do."""
    ranked: Iterator[tuple[Cluster, float]] = iter(
        sorted((one for one in fits if one[1] > 0), key=lambda one: -one[1])
    )
    first = next(ranked, None)
    second = next(ranked, None)
    if first is None or (second is not None and second[1] == first[1]):
        return None
    return first
