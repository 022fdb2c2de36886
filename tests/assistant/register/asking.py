"""Questions to registers that are made by hand, of documents that hold what is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.register.answering import reply
from assistant.register.checking import unsupported
from assistant.register.draft import Reply
from assistant.understanding import understand
from plansvar.answers import SentenceKind
from plansvar.documents.stored import DocumentInfo
from plansvar.register.evidence import StoredClaim
from tests.register.making import TODAY, register


class Shelf:
    """Documents whose text is what their claims quote, one quote a line."""

    def __init__(self, *claims: StoredClaim) -> None:
        self._texts: dict[str, str] = {}
        self.claims = [self._placed(claim) for claim in claims]
        self.documents: Sequence[DocumentInfo] = list(
            {claim.document.id: claim.document for claim in claims}.values()
        )

    def ask(self, question: str, today: str = TODAY) -> Reply | None:
        """The register's reply; whatever it is, it names nothing that isn't cited."""
        found = reply(
            understand(question),
            lambda as_of: register(*self.claims, as_of=as_of, today=today),
            self.documents,
            self._texts.get,
            today,
        )
        if found is not None:
            self._check(found)
        return found

    def text_of(self, version: str) -> str | None:
        """The stored text of a version."""
        return self._texts.get(version)

    def tell(self, question: str) -> str:
        """The reply as text, line by line."""
        found = self.ask(question)
        assert found is not None, question
        return "\n".join(one.text for one in found.sentences)

    def _check(self, found: Reply) -> None:
        quotes = {one.number: one.quote for one in found.citations}
        for one in found.citations:
            text = self._texts[one.document.version_id]
            assert text[one.start : one.end] == one.quote
        for sentence in found.sentences:
            if sentence.kind is SentenceKind.FACT:
                assert sentence.citations
                cited = [quotes[number] for number in sentence.citations]
                assert unsupported(sentence, cited) == [], sentence.text

    def _placed(self, claim: StoredClaim) -> StoredClaim:
        version = claim.document.version_id
        values = []
        for value in claim.values:
            start = len(self._texts.setdefault(version, ""))
            self._texts[version] += value.quote + "\n"
            values.append(replace(value, start=start, end=start + len(value.quote)))
        return replace(claim, values=tuple(values))
