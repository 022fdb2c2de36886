"""Going through all documents that a question is about.

::

    question -> which documents, what to look for -> each: facts, else its best words -> rows
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.overview import state as kept
from assistant.overview.findings import Headings, Place, Wanted, facts_by_document, places
from assistant.overview.scope import Scope, chosen, read_scope
from assistant.overview.state import Done, State
from assistant.understanding import understand
from plansvar.access import ANONYMOUS, User
from plansvar.database import reads
from plansvar.documents.stored import DocumentInfo
from plansvar.drafts.overview_types import Finding, Overview, OverviewInfo, OverviewRequest
from plansvar.errors import DraftError
from plansvar.register.service import RegisterService
from plansvar.service import Progress, ProgressCallback
from plansvar.stores import Stores


def overview(
    request: OverviewRequest,
    user: User,
    stores: Stores,
    progress: ProgressCallback | None = None,
    stop: Callable[[], bool] | None = None,
) -> Overview:
    """Go through all documents that are asked for and that ``user`` may read.

    Each document is kept when it is done, so a run that is stopped, or killed, can be gone on with.

    Raises:
        NotFoundError: ``overview.unknown``.
        DraftError: ``overview.no_documents`` or ``overview.bad_date``.
        QuestionError: an empty question, or one that is too long.
    """
    data, keep = stores.settings.data, stores.settings.overview.keep_days
    state = State.load(data, user.name, request.resume) if request.resume else None
    request = state.request if state else request
    understand(request.question)  # an empty question is told before anything is done
    scope = read_scope(request)
    documents, undated = chosen(scope, reads.documents(stores.engine, user))
    if not documents:
        raise DraftError("overview.no_documents")
    state = state or State.new(data, user.name, request, keep)
    report, stopped = progress or (lambda _: None), stop or (lambda: False)
    left = [one for one in documents if not _is_done(one, state)]
    if left:
        wanted = _wanted(scope, stores)
        register = (stores.register or RegisterService(lambda: stores.engine).register)(user, None)
        facts = facts_by_document(wanted, register)
        for number, document in enumerate(left):
            if stopped():
                break
            report(Progress("overview", number, len(left), document.title))
            found = places(document, wanted, facts, user, stores)
            state.add(
                document.id, Done(document.version_id, None if found is None else tuple(found))
            )
    return _told(state, scope, documents, undated, user, stores)


def overviews(user: User, stores: Stores) -> list[OverviewInfo]:
    """Those that ``user`` has begun and that are still kept, the last one first.

    Everybody about whom nothing is known has the same name: none of them is shown a list.
    """
    if user == ANONYMOUS:
        return []
    return kept.own(stores.settings.data, user.name)


def _wanted(scope: Scope, stores: Stores) -> Wanted:
    question = understand(scope.topic)
    vectors = stores.embedder().embed_queries(question.embedded)
    return Wanted.of(question, vectors)


def _is_done(document: DocumentInfo, state: State) -> bool:
    """Whether a document was gone through as it is now."""
    done = state.done.get(document.id)
    return done is not None and done.version == document.version_id


def _told(
    state: State,
    scope: Scope,
    documents: Sequence[DocumentInfo],
    undated: int,
    user: User,
    stores: Stores,
) -> Overview:
    findings: list[Finding] = []
    without: list[DocumentInfo] = []
    unread: list[DocumentInfo] = []
    seen: set[tuple[str, str]] = set()
    gone_through = [one for one in documents if _is_done(one, state)]
    for document in gone_through:
        found = state.done[document.id].places
        text = reads.text(stores.engine, user, document.version_id)
        if found is None or text is None:
            unread.append(document)
            continue
        if not found:
            without.append(document)
        for finding in _rows(document, found, text, user, stores):
            # A copy says the same once more.
            key = (document.copy_group or document.id, finding.text)
            if key not in seen:
                seen.add(key)
                findings.append(finding)
    return Overview(
        id=state.id,
        question=state.request.question,
        topic=scope.topic,
        language=understand(state.request.question).language,
        types=scope.types,
        authorities=scope.authorities,
        after=scope.after,
        before=scope.before,
        since=scope.since,
        until=scope.until,
        issuer=scope.issuer,
        findings=tuple(findings),
        documents=len(gone_through),
        without=tuple(without),
        unread=tuple(unread),
        undated=undated,
        remaining=len(documents) - len(gone_through),
    )


def _rows(
    document: DocumentInfo, found: Sequence[Place], text: str, user: User, stores: Stores
) -> Iterator[Finding]:
    headings = Headings(document, user, stores)
    for place in found:
        if not 0 <= place.start < place.end <= len(text):
            continue
        yield Finding(
            document=document,
            page=place.page,
            text=text[place.start : place.end],
            start=place.start,
            end=place.end,
            kind=place.kind,
            heading=headings.at(place.start),
            fact=place.fact,
        )
