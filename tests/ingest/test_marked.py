"""A marked document is public only where somebody said so knowing the mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.marked import Readers, readers
from ingest.pipeline import ingest
from plansvar.access import PUBLIC, user
from plansvar.database.writes import Known
from plansvar.documents.about import Mark, MarkKind
from plansvar.service import IngestReport, IngestRequest, Withheld
from tests.conftest import Desk

INSIDER = user("insider", ("internal", "styret"))
MARKS = (Mark(MarkKind.EXEMPT, "Unntatt offentlighet", "text"),)
MOLO = "# Ny molo\n\nUnntatt offentlighet, jf. offl. § 13\n\nMoloen skal bygges av stein fra Nes.\n"
OPEN = "# Ny kai\n\nKaia skal bygges av tre og være åpen for alle.\n"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (("public",), Readers(("internal",), withheld=True)),
        (("public", "styret"), Readers(("styret",), withheld=True)),
        (("styret",), Readers(("styret",))),
        ((), Readers(())),
        (None, Readers(("internal",))),
    ],
)
def test_a_new_document(named: tuple[str, ...] | None, expected: Readers) -> None:
    assert readers(named, None, ("internal",), MARKS) == expected
    unmarked = readers(named, None, ("internal",), ())
    assert unmarked == Readers(tuple(sorted(named)) if named is not None else ("internal",))


def test_a_public_default_is_no_permission() -> None:
    assert readers(None, None, ("public", "internal"), MARKS) == Readers(("internal",), True)
    assert readers(None, None, ("public",), MARKS) == Readers((), withheld=True)
    assert readers(("public",), None, ("public",), MARKS) == Readers((), withheld=True)


def test_what_was_allowed_holds_for_that_version_and_until_groups_are_named() -> None:
    known = Known("d", "v", "h", ("public", "styret"), MARKS)
    same = readers(None, known, ("internal",), MARKS, same_version=True)
    assert same == Readers(("public", "styret"))
    assert readers(None, known, ("internal",), MARKS) == Readers(("styret",), withheld=True)
    again = readers(("public",), known, ("internal",), MARKS, same_version=True)
    assert again == Readers(("internal",), withheld=True)
    assert readers(("public",), known, (), MARKS, allow_marked=True) == Readers(("public",))


GROUPS = st.lists(st.sampled_from(["public", "internal", "styret"])).map(tuple)


@given(st.none() | GROUPS, st.none() | GROUPS, GROUPS, st.booleans())
def test_never_public_and_never_wider_than_named(
    named: tuple[str, ...] | None,
    known: tuple[str, ...] | None,
    default: tuple[str, ...],
    same: bool,
) -> None:
    before = None if known is None else Known("d", "v", "h", known, MARKS)
    found = readers(named, before, default, MARKS, same_version=same)
    if not (named is None and before is not None and same):
        assert PUBLIC not in found.groups
    wanted = named if named is not None else known if known is not None else default
    if not found.withheld:
        assert set(found.groups) == set(wanted)
    elif set(wanted) - {PUBLIC}:
        assert set(found.groups) == set(wanted) - {PUBLIC}
    else:
        assert set(found.groups) == set(default) - {PUBLIC}


def run(desk: Desk, groups: tuple[str, ...] | None, *, allow_marked: bool = False) -> IngestReport:
    request = IngestRequest((desk.folder,), groups, allow_marked=allow_marked)
    return ingest(request, desk.stores)


def groups(desk: Desk) -> dict[str, tuple[str, ...]]:
    return {one.title: one.groups for one in desk.documents(INSIDER)}


def test_the_pipeline_keeps_what_is_marked_from_the_public(desk: Desk) -> None:
    path = desk.write("molo.md", MOLO)
    desk.write("kai.md", OPEN)
    report = run(desk, ("public",))
    quote = "Unntatt offentlighet, jf. offl. § 13"
    assert report.withheld == (Withheld(str(path), (quote,), ("internal",)),)
    assert len(report.added) == 2
    assert groups(desk) == {"Ny molo": ("internal",), "Ny kai": ("public",)}
    # Told each time that it is asked for, although nothing changes.
    again = run(desk, ("public",))
    assert (len(again.unchanged), len(again.withheld)) == (2, 1)
    assert run(desk, None).withheld == ()


def test_somebody_may_allow_it(desk: Desk) -> None:
    desk.write("molo.md", MOLO)
    run(desk, ("public",))
    allowed = run(desk, ("public",), allow_marked=True)
    assert (len(allowed.regrouped), allowed.withheld) == (1, ())
    assert groups(desk) == {"Ny molo": ("public",)}
    # It stays allowed while it is the same, and not when it says something else.
    assert run(desk, None).withheld == ()
    assert groups(desk) == {"Ny molo": ("public",)}
    desk.write("molo.md", MOLO + "\nOg en kai.\n")
    assert len(run(desk, None).withheld) == 1
    assert groups(desk) == {"Ny molo": ("internal",)}


def test_a_mark_that_comes_later_takes_a_document_from_the_public(desk: Desk) -> None:
    path = desk.write("molo.md", OPEN)
    run(desk, ("public", "internal"))
    path.write_text(MOLO, encoding="utf-8")
    report = run(desk, None)
    assert [one.groups for one in report.withheld] == [("internal",)]
    assert groups(desk) == {"Ny molo": ("internal",)}
    # And a version that can't be read leaves the mark of the one that can.
    path.write_bytes(b"")
    report = run(desk, ("public",))
    assert (len(report.failed), len(report.withheld)) == (1, 1)
    assert groups(desk) == {"Ny molo": ("internal",)}


def test_all_that_is_known_is_stored(desk: Desk) -> None:
    desk.write(
        "plan.md",
        "# Næringsplan for Bergen 2023–2030\n\n"
        "Vedtatt av Bergen bystyre 3. mai 2022, sak 21/22\n\nUnntatt offentlighet\n\nMolo.\n",
    )
    run(desk, ("internal",))
    about = desk.documents(INSIDER)[0].about
    assert about.valid is not None
    assert (about.valid.start, about.valid.end) == ("2023", "2030")
    assert (about.organisation, about.case_number) == ("Bergen kommune", "21/22")
    assert [place.number for place in about.places] == ["4601", "46"]
    assert about.marks == MARKS
    assert about.languages == ("nb",)
    assert about.type_reason == "title:næringsplan"
    assert about.authority_reason == "text:vedtatt av bergen bystyre"
