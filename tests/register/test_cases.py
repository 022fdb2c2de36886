"""A case number alone tells no case: every body counts its own."""

import pytest

from plansvar.documents.stored import DocumentInfo
from plansvar.documents.types import Authority
from plansvar.register.evidence import StoredClaim
from plansvar.register.kinds import FactKind
from tests.register.making import claim, document, register

MINUTES = document("a.docx", "2024-03-12", Authority.MINUTES, organisation="Nordvik kommune")
OWN = document("b.docx", "2024-06-12", Authority.MINUTES, organisation="Nordvik kommune")
OTHER = document("c.docx", "2024-03-12", Authority.MINUTES, organisation="Sørvik kommune")
NEWS = document("d.html", "2024-03-20", Authority.NEWS, organisation="Vestavisa")
PLAN = document("e.pdf", "2024-12-12", organisation="Sørvik kommune")


def decided(of: DocumentInfo, **more: object) -> StoredClaim:
    fields = {"what": "Kaia pusses opp", "case_number": "12/24", **more}
    return claim(of, FactKind.DECISION, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "more"),
    [
        (OTHER, {"body": "Formannskapet", "date": "2024-03-12"}),
        (OTHER, {"body": "Formannskapet"}),
        (OTHER, {}),
        (NEWS, {"body": "formannskapet"}),
        (NEWS, {}),
        (NEWS, {"body": "Havnestyret", "date": "2024-03-12"}),
        (PLAN, {}),
        (PLAN, {"body": "formannskapet"}),
    ],
)
def test_another_body_s_case(of: DocumentInfo, more: dict[str, object]) -> None:
    found = register(decided(MINUTES, body="Formannskapet", date="2024-03-12"), decided(of, **more))
    assert len(found.facts) == 2


@pytest.mark.parametrize(
    ("of", "more"),
    [
        (MINUTES, {}),
        (OWN, {"body": "Formannskapet"}),
        (NEWS, {"date": "2024-03-12"}),
        (NEWS, {"body": "formannskapet", "date": "2024-03-12"}),
        (document("f.html", None, Authority.NEWS, organisation=None), {"body": "formannskapet"}),
    ],
)
def test_the_same_case(of: DocumentInfo, more: dict[str, object]) -> None:
    found = register(decided(MINUTES, body="Formannskapet", date="2024-03-12"), decided(of, **more))
    assert len(found.facts) == 1


@pytest.mark.parametrize(("of", "outcome"), [(OWN, "repealed"), (OTHER, "adopted")])
def test_a_repeal_without_body_is_of_the_organisation_s_own_case(
    of: DocumentInfo, outcome: str
) -> None:
    found = register(
        decided(MINUTES, body="Formannskapet", date="2024-03-12", outcome="adopted"),
        claim(of, FactKind.DECISION, changes=True, case_number="12/24", outcome="repealed"),
    )
    (fact,) = (one for one in found.facts if "what" in one.fields)
    assert fact.text("outcome") == outcome


def test_one_of_many_schemes_in_other_words_is_still_found() -> None:
    def applied(of: DocumentInfo, scheme: str) -> StoredClaim:
        return claim(of, FactKind.APPLICATION, applicant="Nes Ysteri AS", scheme=scheme)

    names = [chr(97 + one) * 4 + "dal" for one in range(26)] * 2
    many = [
        applied(MINUTES, f"Tilskudd fra {name} fond {'nord' if number > 25 else 'sør'}")
        for number, name in enumerate(names)
    ]
    found = register(*many, applied(NEWS, "Tilskot frå Bbbbdal fond sør 2024"))
    assert len(found.facts) == len(many)
    found = register(*many, applied(NEWS, "Tilskot frå Bbbbdal fond"))
    assert len(found.facts) == len(many) + 1
