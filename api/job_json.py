"""Jobs and what came of them, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.jobs import Job
from api.problems import problem
from plansvar.language.detect import Language
from plansvar.messages.catalogue import failure_message
from plansvar.service import IngestFailure, IngestReport, SourceReport


def job_json(job: Job, language: Language) -> dict[str, Any]:
    """A job, as it stands."""
    progress = job.progress
    return {
        "id": job.id,
        "kind": job.kind,
        "name": job.name,
        "state": job.state.value,
        "created": job.created.isoformat(timespec="seconds"),
        "ended": job.ended.isoformat(timespec="seconds") if job.ended else None,
        "progress": {"stage": progress.stage, "done": progress.done, "total": progress.total}
        if progress
        else None,
        "result": job.result,
        "error": problem(job.error, language).content() if job.error else None,
    }


def ingest_json(report: IngestReport, language: Language) -> dict[str, Any]:
    """What reading in did, in numbers; what wasn't read, with the reason."""
    return {
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": len(report.unchanged),
        "regrouped": len(report.regrouped),
        "skipped": len(report.skipped),
        "failed": _failures(report.failed, language),
        "incomplete": _failures(report.incomplete, language),
        "withheld": [
            {"name": _name(one.path), "marks": list(one.marks), "groups": list(one.groups)}
            for one in report.withheld
        ],
        "hidden_text": [
            {"name": _name(one.path), "characters": one.characters} for one in report.hidden_text
        ],
        "chunks": report.chunks,
        "seconds": round(report.seconds, 3),
    }


def source_json(report: SourceReport, language: Language) -> dict[str, Any]:
    """What a sync did for one source."""
    return {
        "source": report.source,
        **ingest_json(report.ingest, language),
        "moved": len(report.moved),
        "gone": len(report.gone),
        "kept": len(report.kept),
        "elsewhere": report.elsewhere,
        "halted": _failure(report.halted, language) if report.halted else None,
    }


def _failures(failures: Sequence[IngestFailure], language: Language) -> list[dict[str, str]]:
    return [_failure(one, language) for one in failures]


def _failure(failure: IngestFailure, language: Language) -> dict[str, str]:
    words = failure_message(failure.code, failure.params, language)
    return {"name": _name(failure.path), "code": failure.code, "message": words}


def _name(path: str) -> str:
    """The last part of a path or address: where the server keeps its files is its own business."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
