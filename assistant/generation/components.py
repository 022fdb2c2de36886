"""The wording of answers as a Haystack pipeline: retriever, prompt, model, gate.

Importing this takes seconds, as Haystack does. The components hold no state: who asks, and what
they work on, comes with each run, so that a pipeline can be loaded from YAML (docs/generation.md)
and nobody's rights are ever those of somebody else.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

# Read when Haystack is imported: it would write to the home folder and tell its makers.
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

from haystack import Document, Pipeline, component
from haystack.components.builders import ChatPromptBuilder
from haystack.dataclasses import ChatMessage

from assistant.gate.gate import Gate, Passed
from assistant.gate.judging import Cosines
from assistant.gate.markup import for_prompt
from assistant.gate.parsing import parse_stream
from assistant.generation import prompts
from assistant.generation.sources import find_sources
from plansvar.access import User
from plansvar.answers import Citation
from plansvar.llm import ChatModel, Message
from plansvar.stores import Stores

# The modules of ours that a pipeline in YAML may name.
ALLOWED_MODULES = ["assistant.generation.components", "haystack.*"]


@component
class PlansvarRetriever:
    """Plansvar's retrieval; gives quotes that the user may read and the model may be sent."""

    @component.output_types(documents=list[Document])
    def run(
        self, question: str, user: User, stores: Stores, known: tuple[Citation, ...] = ()
    ) -> dict[str, list[Document]]:
        """``known``: what the answer without a model cites; it comes first."""
        sources = find_sources(question, known, user, stores)
        return {"documents": [_document(one) for one in sources]}


@component
class PlansvarGenerator:
    """The model of Plansvar's settings (`plansvar.llm`), as a Haystack chat generator."""

    @component.output_types(replies=list[ChatMessage])
    def run(self, messages: list[ChatMessage], model: ChatModel) -> dict[str, list[ChatMessage]]:
        """Ask once, with the patience that ``model`` has."""
        said = [
            Message("system" if one.is_from("system") else "user", one.text or "")
            for one in messages
        ]
        return {"replies": [ChatMessage.from_assistant(model.complete(said))]}


@component
class PlansvarGate:
    """Lets through what the documents bear. Nothing else of the model's words leaves it."""

    @component.output_types(passed=Passed, said=str)
    def run(
        self,
        replies: list[ChatMessage],
        documents: list[Document],
        stores: Stores,
        known: tuple[Citation, ...] = (),
    ) -> dict[str, Any]:
        """``said`` is the model's raw text, for finding out what was wrong; never to be shown."""
        sources = {one.number: one for one in citations(documents)}
        trusted = {(one.document.version_id, one.start, one.end) for one in known}
        gate = Gate(
            sources,
            Cosines(stores.embedder()),
            frozenset(
                number
                for number, one in sources.items()
                if (one.document.version_id, one.start, one.end) in trusted
            ),
        )
        said = (replies[0].text or "") if replies else ""
        for claimed in parse_stream([said], sources):
            gate.check(claimed)
        return {"passed": gate.passed(), "said": said}


def build_pipeline() -> Pipeline:
    """The pipeline as Plansvar runs it."""
    pipeline = Pipeline()
    pipeline.add_component("retriever", PlansvarRetriever())
    template = [ChatMessage.from_system(prompts.SYSTEM), ChatMessage.from_user(prompts.USER)]
    pipeline.add_component("prompt", ChatPromptBuilder(template=template))
    pipeline.add_component("llm", PlansvarGenerator())
    pipeline.add_component("gate", PlansvarGate())
    pipeline.connect("retriever.documents", "prompt.documents")
    pipeline.connect("retriever.documents", "gate.documents")
    pipeline.connect("prompt.prompt", "llm.messages")
    pipeline.connect("llm.replies", "gate.replies")
    return pipeline


def citations(documents: Sequence[Document]) -> list[Citation]:
    """The citations of documents that :class:`PlansvarRetriever` gave."""
    return [one.meta["citation"] for one in documents if "citation" in one.meta]


def _document(source: Citation) -> Document:
    return Document(
        # Its own id: Haystack's changes with whatever stands in ``meta``.
        id=f"{source.document.version_id}:{source.start}-{source.end}",
        content=for_prompt(" › ".join([*source.heading[-1:], source.quote])),
        meta={
            "number": source.number,
            "title": for_prompt(source.document.title).replace('"', "'")[:200],
            "citation": source,
        },
    )
