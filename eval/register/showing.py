"""The facts behind a score, for whoever writes rules: what was missed, is wrong, or too much."""

from __future__ import annotations

from collections.abc import Iterable

from eval.register.scoring import Compared, title
from eval.register.types import Fact, Said
from plansvar.register.kinds import FactKind

SHOWN = ("missed", "wrong", "extra")


def show(facts: Compared, what: str, kind: FactKind | None = None) -> str:
    """A list of facts with their evidence.

    Args:
        facts: what was compared.
        what: ``missed``: gold facts that weren't found; ``wrong``: fields that differ; ``extra``:
            found facts that are in no gold.
        kind: only facts of this kind.
    """
    if what == "wrong":
        parts = [
            f"{one.gold.kind.value} {one.gold.id}: {title(one.gold)}\n"
            f"  {one.field}: gold {_texts(one.gold.values.get(one.field, ()))}, "
            f"found {_texts(one.found.values.get(one.field, ()))}"
            for one in facts.wrong
            if kind in {None, one.gold.kind}
        ]
    else:
        parts = [_whole(fact) for fact in (facts.missed if what == "missed" else facts.extra)
                 if kind in {None, fact.kind}]  # fmt: skip
    return "\n".join((f"{what}: {len(parts)}", *parts))


def _whole(fact: Fact) -> str:
    lines = [f"{fact.kind.value} {fact.id}: {title(fact)}"]
    lines += [f"  {name}: {_texts(values)}" for name, values in fact.values.items()]
    lines += _places(fact)
    return "\n".join(lines)


def _places(fact: Fact) -> Iterable[str]:
    for quote in dict.fromkeys((one.document, one.page, one.text) for one in fact.quotes):
        document, page, text = quote
        where = f"{document}, p. {page}" if page else document
        yield f"  [{where}] {' '.join(text.split())}"


def _texts(said: Iterable[Said]) -> str:
    texts = [f"{one.text!r}" + (f" = {one.normal}" if one.normal else "") for one in said]
    return "; ".join(texts) or "nothing"
