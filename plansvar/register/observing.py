"""What each document says of the fields of a fact, as observations in time."""

from __future__ import annotations

from collections.abc import Sequence

from plansvar.register.claims import Operation
from plansvar.register.evidence import StatedValue, StoredClaim
from plansvar.register.facts import Evidence
from plansvar.register.former import Former, former_of
from plansvar.register.kinds import FactKind, field_of, key_field
from plansvar.register.parties import PartyNames
from plansvar.register.precedence import Earlier, Observation, Said, observe, unit
from plansvar.register.values import key_of, value_key

# What a fact is called and numbered holds from the day that it is written.
_NAMING = {
    kind: frozenset({key_field(kind), "number", "case_number", "point"})
    | (frozenset({"body", "date"}) if kind is FactKind.DECISION else frozenset())
    for kind in FactKind
}


def observations_of(
    kind: FactKind, claims: Sequence[StoredClaim], parties: PartyNames
) -> dict[str, list[Observation]]:
    """What each source says of each field; a list's values in one document are one list."""
    found: dict[str, list[Observation]] = {}
    stated = any(not one.changes for one in claims)
    named_elsewhere = stated and kind is not FactKind.PARTY
    granted = any(_grants(one) for one in claims)
    lists: dict[tuple[str, str, bool, str | None], list[tuple[StoredClaim, StatedValue]]] = {}
    earlier: dict[tuple[str, str, bool, str | None], list[Earlier]] = {}
    for claim in claims:
        for field in dict.fromkeys(value.field for value in claim.values):
            naming = field in _NAMING[kind]
            if claim.changes and naming and named_elsewhere:
                continue  # it only says what is changed
            grants = field == "amount" and _grants(claim)
            if field == "amount" and granted and not grants and claim.document.since is None:
                continue  # what was asked for, nobody knows when
            formers = () if naming else _formers(kind, claim, field, parties)
            changed = next((one.changed for one in formers if one.changed), None)
            effective = None if naming else claim.effective or changed
            if field_of(kind, field).many:
                key = (field, unit(claim.document), claim.changes, effective)
                lists.setdefault(key, []).extend((claim, one) for one in claim.all(field))
                earlier.setdefault(key, []).extend(formers)
                continue
            values = [_said(kind, claim, value, parties) for value in claim.all(field)]
            found.setdefault(field, []).append(
                observe(
                    claim.document,
                    field,
                    values,
                    changes=claim.changes,
                    effective=effective,
                    primary=kind is FactKind.DECISION,
                    grants=grants,
                    earlier=formers,
                )
            )
    for key, items in lists.items():
        field, _, changes, effective = key
        values = [_said(kind, claim, value, parties) for claim, value in items]
        document = items[0][0].document
        found.setdefault(field, []).append(
            observe(
                document,
                field,
                values,
                changes=changes,
                effective=effective,
                earlier=earlier[key],
            )
        )
    return found


def _formers(
    kind: FactKind, claim: StoredClaim, field: str, parties: PartyNames
) -> Sequence[Earlier]:
    """What the words of a field say held before."""
    return [
        _earlier(kind, claim, value, former, parties)
        for value in claim.all(field)
        if (former := former_of(kind, value)) is not None
    ]


def _earlier(
    kind: FactKind, claim: StoredClaim, value: StatedValue, former: Former, parties: PartyNames
) -> Earlier:
    said = Said(
        key=key_of(kind, value.field, former.text, former.normal, parties),
        text=former.text,
        normal=former.normal,
        operation=Operation.SET,
        evidence=_evidence(claim, value),
    )
    return Earlier(said, since=former.since, changed=former.changed)


def _grants(claim: StoredClaim) -> bool:
    """Whether its amount is what an application got; else it is what was asked for."""
    return claim.kind is FactKind.APPLICATION and None not in {
        claim.first("outcome"),
        claim.first("amount"),
    }


def _said(kind: FactKind, claim: StoredClaim, value: StatedValue, parties: PartyNames) -> Said:
    return Said(
        key=value_key(kind, value.field, value, parties),
        text=value.text,
        normal=value.normal,
        operation=value.operation,
        evidence=_evidence(claim, value),
    )


def _evidence(claim: StoredClaim, value: StatedValue) -> Evidence:
    return Evidence(
        claim_id=claim.id,
        document=claim.document,
        quote=value.quote,
        start=value.start,
        end=value.end,
        page=value.page,
        extractor=claim.extractor,
        confidence=claim.confidence,
    )
