"""Corrections and what a sync does with the document that they are about."""

from dataclasses import replace

from ingest.sync import sync
from plansvar.access import PUBLIC, user
from plansvar.register.corrections import Action
from plansvar.register.kinds import FactKind
from plansvar.register.queries import FactQuery
from plansvar.register.service import CorrectionRequest, RegisterService
from plansvar.service import SyncRequest
from plansvar.sources import FolderSource
from tests.conftest import READER, Desk

PLAN = """# Tiltaksplan for Nes

Vedtatt av kommunestyret 3. mai 2023.

{preface}

## Tiltak

| Nr. | Tiltak | Ansvarlig | Frist |
| --- | --- | --- | --- |
| 1.1 | Bygge molo ved fergekaia | Nes kommune | 31.12.2026 |
| 1.2 | Merke turstier | Nes turlag | {deadline} |
"""
MEASURES = FactQuery(kinds=(FactKind.MEASURE,))


def test_a_correction_outlives_the_next_sync(desk: Desk) -> None:
    file = desk.write("planer/plan.md", PLAN.format(preface="Forord.", deadline="1.6.2025"))
    source = FolderSource.model_validate({"path": file.parent, "groups": (PUBLIC,)})
    chosen = desk.stores.settings.model_copy(update={"sources": {"planer": source}})
    stores = replace(desk.stores, settings=chosen)
    sync(SyncRequest(), stores)
    service = RegisterService(lambda: stores.engine)
    editor = user("redaktør", ())
    page = service.facts(MEASURES, READER)
    paths = next(one for one in page.facts if "turstier" in one.name)
    service.correct(
        CorrectionRequest(paths.id, Action.CORRECT, "leads", ("Nes idrettslag",)), editor
    )
    file.write_text(PLAN.format(preface="Nytt forord.", deadline="1.6.2027"), encoding="utf-8")
    (report,) = sync(SyncRequest(), stores)
    assert report.ingest.changed
    again = service.fact(paths.id, READER)
    assert again.texts("leads") == ("Nes idrettslag",)
    assert again.normal("deadline") == "2027-06-01"
    assert [one.text for one in again.history["leads"]] == ["Nes turlag", "Nes idrettslag"]
    assert service.facts(MEASURES, READER).total == page.total == 2
