"""The register of a database, for the service: reads per user, and people's corrections."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from plansvar.access import User
from plansvar.database import claims as stored
from plansvar.database import corrections as log
from plansvar.errors import CorrectionError, NotFoundError
from plansvar.register.apply import normal_form
from plansvar.register.consolidate import consolidate
from plansvar.register.corrections import (
    Action,
    ConfirmedValue,
    Correction,
    CorrectionRequest,
)
from plansvar.register.evidence import StoredClaim
from plansvar.register.facts import Fact, Register
from plansvar.register.ids import names
from plansvar.register.kinds import CODES, FIELDS, FieldType, field_of
from plansvar.register.queries import FactPage, FactQuery, select
from plansvar.register.review import ReviewItem, review
from plansvar.register.timespan import is_date

_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Computed:
    register: Register
    claims: tuple[StoredClaim, ...]


class RegisterService:
    """Computes a user's register when it is read, and keeps it until something changes."""

    def __init__(
        self,
        database: Callable[[], Engine],
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """``database`` opens the database when it is first needed."""
        self._database = database
        self._now = now
        self._kept: OrderedDict[tuple[object, ...], _Computed] = OrderedDict()
        self._computing = threading.Lock()

    def facts(self, query: FactQuery, user: User) -> FactPage:
        """See :meth:`plansvar.service.Service.facts`."""
        _check_date(query.as_of, query.since, query.until)
        return select(self._computed(user, query.as_of).register, query, self._today)

    def fact(self, id_: str, user: User, as_of: str | None = None) -> Fact:
        """See :meth:`plansvar.service.Service.fact`."""
        _check_date(as_of)
        for fact in self._computed(user, as_of).register.facts:
            if names(id_, fact):
                return fact
        raise NotFoundError("register.no_fact", id=id_)

    def register(
        self, user: User, as_of: str | None = None, documents: frozenset[str] | None = None
    ) -> Register:
        """See :meth:`plansvar.service.Service.register`; ``documents``: by the claims of these."""
        _check_date(as_of)
        return self._computed(user, as_of, documents).register

    def review(self, user: User) -> tuple[ReviewItem, ...]:
        """See :meth:`plansvar.service.Service.review`."""
        computed = self._computed(user, None)
        said = log.corrections(self._database(), user)
        return review(computed.register, computed.claims, said)

    def corrections(self, fact_id: str | None, user: User) -> tuple[Correction, ...]:
        """See :meth:`plansvar.service.Service.corrections`."""
        everything = log.corrections(self._database(), user)
        if fact_id is None:
            return tuple(everything)
        about = set(self._claims_of(fact_id, user, everything))
        return tuple(one for one in everything if about & {*one.claims, *one.others})

    def correct(self, request: CorrectionRequest, user: User) -> Fact | None:
        """See :meth:`plansvar.service.Service.correct`."""
        if request.action is Action.WITHDRAW:
            return self._withdraw(request, user)
        fact = self.fact(request.fact_id, user)
        other = self.fact(request.other or "", user) if request.action is Action.MERGE else None
        _check(request, fact, other)
        field = request.field
        before = fact.texts(field) if field else (fact.name,)
        after = request.values if request.action is Action.CORRECT else ()
        if request.action is Action.CONFIRM:
            after = before
        correction = Correction(
            id=str(uuid.uuid4()),
            at=self._now(),
            by=user.name,
            action=request.action,
            claims=fact.claim_ids,
            others=other.claim_ids if other else (),
            field=field,
            before=before,
            after=after,
            note=request.note,
            confirmed=_confirmed(fact, field) if request.action is Action.CONFIRM else (),
        )
        log.append(self._database(), correction)
        return self._still_there(fact.claim_ids, user)

    def _withdraw(self, request: CorrectionRequest, user: User) -> Fact | None:
        found = [
            one
            for one in self.corrections(request.fact_id or None, user)
            if one.id == request.withdraws
        ]
        if not found:
            raise NotFoundError("register.no_correction", id=request.withdraws)
        log.append(
            self._database(),
            Correction(
                id=str(uuid.uuid4()),
                at=self._now(),
                by=user.name,
                action=Action.WITHDRAW,
                claims=found[0].claims,
                others=found[0].others,
                field=found[0].field,
                before=found[0].after,
                after=found[0].before,
                note=request.note,
                withdraws=found[0].id,
            ),
        )
        return self._still_there(found[0].claims, user)

    def _still_there(self, claim_ids: Sequence[str], user: User) -> Fact | None:
        """The fact after the correction; ``None`` for one that was rejected."""
        wanted = set(claim_ids)
        facts = self._computed(user, None).register.facts
        return next((fact for fact in facts if wanted & set(fact.claim_ids)), None)

    def _claims_of(
        self, fact_id: str, user: User, corrections: Sequence[Correction]
    ) -> Sequence[str]:
        """The claims of a fact, also of one that was rejected and is none any more."""
        try:
            return self.fact(fact_id, user).claim_ids
        except NotFoundError:
            short = fact_id.partition("-")[2]
            found = [
                one
                for one in corrections
                if any(claim.replace("-", "").startswith(short) for claim in one.claims) and short
            ]
            if not found:
                raise
            return [claim for one in found for claim in one.claims]

    def _computed(
        self, user: User, as_of: str | None, documents: frozenset[str] | None = None
    ) -> _Computed:
        engine, today = self._database(), self._today
        key = (user.groups, as_of, documents, today, log.state(engine, user))
        # One at a time: several threads that want the same register shall not all compute it.
        with self._computing:
            found = self._kept.get(key)
            if found is None:
                claims = stored.claims(engine, user)
                if documents is not None:
                    claims = [one for one in claims if one.document.id in documents]
                register = consolidate(claims, log.corrections(engine, user), as_of, today)
                found = self._kept[key] = _Computed(register, tuple(claims))
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return found

    @property
    def _today(self) -> str:
        return self._now().date().isoformat()


def _confirmed(fact: Fact, field: str | None) -> tuple[ConfirmedValue, ...]:
    """What holds of a fact, or of one field of it."""
    return tuple(
        ConfirmedValue(name, entry.text, entry.normal)
        for name, entries in fact.fields.items()
        if field is None or name == field
        for entry in entries
    )


def _check_date(*dates: str | None) -> None:
    for date in dates:
        if date is not None and not is_date(date):
            raise CorrectionError("register.bad_date", value=date)


def _check(request: CorrectionRequest, fact: Fact, other: Fact | None) -> None:
    """Refuse what makes no sense.

    Raises:
        CorrectionError: ``register.no_field``, ``register.bad_date``, ``register.bad_code``,
            ``register.one_value``, ``register.other_kind``, ``register.same_fact``.
    """
    fields = [field.name for field in FIELDS[fact.kind]]
    if request.field is not None and request.field not in fields:
        raise CorrectionError("register.no_field", field=request.field, known=", ".join(fields))
    if other is not None and other.kind is not fact.kind:
        raise CorrectionError("register.other_kind", id=fact.id, other=other.id)
    if other is not None and other.id == fact.id:
        raise CorrectionError("register.same_fact", id=fact.id)
    if request.action is not Action.CORRECT:
        return
    if request.field is None:
        raise CorrectionError("register.no_field", field="", known=", ".join(fields))
    field = field_of(fact.kind, request.field)
    if len(request.values) > 1 and not field.many:
        raise CorrectionError("register.one_value", field=field.name)
    for value in request.values:
        is_date_field = field.type is FieldType.DATE and not field.many
        if is_date_field and normal_form(fact.kind, field.name, value) is None:
            raise CorrectionError("register.bad_date", value=value)
        codes = CODES.get((fact.kind, field.name), ())
        if codes and value.strip().casefold() not in codes:
            raise CorrectionError("register.bad_code", value=value, known=", ".join(codes))
