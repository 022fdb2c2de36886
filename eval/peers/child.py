"""One system in a process of its own: reads a job from stdin, writes what it found to stdout.

Run by its path, with the Python of the environment that has the system; so it imports nothing of
Plansvar but where Plansvar itself is the system. Every peer is set up as its documentation does it;
all dense ones get the same model folder and the prefixes that the model's card asks for.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

QUERY, PASSAGE = "query: ", "passage: "
Search = Callable[[str], list[str]]
_MOST = 10
_WARM_UP = 3


def bm25s(ids: Sequence[str], texts: Sequence[str], _: str) -> Search:
    """The package bm25s with PyStemmer's Norwegian stemmer."""
    library, stemmers = importlib.import_module("bm25s"), importlib.import_module("Stemmer")
    stemmer = stemmers.Stemmer("norwegian")
    retriever = library.BM25(corpus=list(ids))

    def cut(what: Any) -> Any:  # noqa: ANN401 - as the library has it
        return library.tokenize(what, stopwords=None, stemmer=stemmer, show_progress=False)

    retriever.index(cut(list(texts)), show_progress=False)

    def search(question: str) -> list[str]:
        found, _scores = retriever.retrieve(cut(question), k=_MOST, show_progress=False)
        return [str(one) for one in found[0]]

    return search


def qdrant(ids: Sequence[str], texts: Sequence[str], _: str) -> Search:
    """Qdrant's own BM25 in the embedded engine, language Norwegian."""
    engine = importlib.import_module("qdrant_edge")
    model = engine.Bm25(engine.Bm25Config(language="norwegian"))
    params = engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf)
    shard = engine.EdgeShard.create(
        tempfile.mkdtemp(), engine.EdgeConfig(sparse_vectors={"words": params})
    )
    points = [
        engine.Point(number, {"words": model.embed_document(text)}, {})
        for number, text in enumerate(texts)
    ]
    shard.update(engine.UpdateOperation.upsert_points(points))

    def search(question: str) -> list[str]:
        query = engine.Query.Nearest(model.embed_query(question), using="words")
        hits = shard.query(engine.QueryRequest(query=query, limit=_MOST))
        return [ids[int(hit.id)] for hit in hits]

    return search


def dense(ids: Sequence[str], texts: Sequence[str], model: str) -> Search:
    """The model alone: cosines with all passages."""
    numpy = importlib.import_module("numpy")
    library = importlib.import_module("sentence_transformers")
    encoder = library.SentenceTransformer(model, device="cpu")
    vectors = encoder.encode([PASSAGE + one for one in texts], normalize_embeddings=True)

    def search(question: str) -> list[str]:
        scores = vectors @ encoder.encode(QUERY + question, normalize_embeddings=True)
        return [ids[number] for number in numpy.argsort(-scores)[:_MOST]]

    return search


def haystack(ids: Sequence[str], texts: Sequence[str], model: str) -> Search:
    """Haystack's hybrid: both in-memory retrievers, joined by reciprocal rank fusion.

    Its embedder for sentence-transformers is a package of its own, which does no more than this.
    """
    documents = importlib.import_module("haystack").Document
    retrievers = importlib.import_module("haystack.components.retrievers.in_memory")
    stores = importlib.import_module("haystack.document_stores.in_memory")
    joiners = importlib.import_module("haystack.components.joiners")
    library = importlib.import_module("sentence_transformers")
    encoder = library.SentenceTransformer(model, device="cpu")
    vectors = encoder.encode([PASSAGE + one for one in texts], normalize_embeddings=True).tolist()
    store = stores.InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [
            documents(id=key, content=text, embedding=vector)
            for key, text, vector in zip(ids, texts, vectors, strict=True)
        ]
    )
    by_words = retrievers.InMemoryBM25Retriever(store)
    by_vector = retrievers.InMemoryEmbeddingRetriever(store)
    joiner = joiners.DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=_MOST)

    def search(question: str) -> list[str]:
        words = by_words.run(query=question)["documents"]
        asked = encoder.encode(QUERY + question, normalize_embeddings=True).tolist()
        vector = by_vector.run(query_embedding=asked)["documents"]
        return [one.id for one in joiner.run(documents=[words, vector])["documents"]]

    return search


def txtai(ids: Sequence[str], texts: Sequence[str], model: str) -> Search:
    """Txtai's hybrid index (``hybrid: true``)."""
    library = importlib.import_module("txtai")
    index = library.Embeddings(
        path=model, hybrid=True, instructions={"query": QUERY, "data": PASSAGE}
    )
    index.index(list(zip(ids, texts, strict=True)))

    def search(question: str) -> list[str]:
        return [str(key) for key, _score in index.search(question, _MOST)]

    return search


def llama_index(ids: Sequence[str], texts: Sequence[str], model: str) -> Search:
    """LlamaIndex: vector index and BM25 retriever under its fusion retriever (reciprocal rank)."""
    core = importlib.import_module("llama_index.core")
    schema = importlib.import_module("llama_index.core.schema")
    retrievers = importlib.import_module("llama_index.core.retrievers")
    words = importlib.import_module("llama_index.retrievers.bm25")
    embedding = importlib.import_module("llama_index.embeddings.huggingface")
    core.Settings.embed_model = embedding.HuggingFaceEmbedding(
        model, query_instruction=QUERY, text_instruction=PASSAGE
    )
    core.Settings.llm = None
    nodes = [schema.TextNode(id_=key, text=text) for key, text in zip(ids, texts, strict=True)]
    index = core.VectorStoreIndex(nodes)
    fusion = retrievers.QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=_MOST),
            words.BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=_MOST),
        ],
        num_queries=1,
        mode="reciprocal_rerank",
        similarity_top_k=_MOST,
        use_async=False,
    )

    def search(question: str) -> list[str]:
        return [one.node.node_id for one in fusion.retrieve(question)]

    return search


def plansvar(
    ids: Sequence[str],
    texts: Sequence[str],
    _: str,
    reranker: str = "none",
    model: str = "default",
    **search_settings: object,
) -> Search:
    """Plansvar: each passage a file, read in and searched through its service."""
    local = importlib.import_module("plansvar.local")
    access = importlib.import_module("plansvar.access")
    service = importlib.import_module("plansvar.service")
    settings = importlib.import_module("plansvar.settings")
    pipeline = importlib.import_module("assistant.pipeline")
    pipelines = local.Pipelines(
        importlib.import_module("ingest.pipeline").ingest,
        importlib.import_module("ingest.sync").sync,
        pipeline.ask,
        pipeline.search,
        read_ahead=importlib.import_module("assistant.reading_ahead").read_ahead,
    )
    folder = Path(tempfile.mkdtemp())
    names = {f"{number}.txt": key for number, key in enumerate(ids)}
    (folder / "files").mkdir()
    for name, text in zip(names, texts, strict=True):
        (folder / "files" / name).write_text(text, encoding="utf-8")
    chosen = settings.Settings(
        data=folder / "data",
        search={"reranker": reranker, **search_settings},
        embedding={"model": model},
    )
    desk = local.LocalService(chosen, pipelines)
    desk.ingest(service.IngestRequest((folder / "files",), ("public",)))
    asker = access.user("bench", ("public",))

    def search(question: str) -> list[str]:
        hits = desk.search(question, asker, _MOST)
        return list(dict.fromkeys(names[Path(hit.document.path).name] for hit in hits))

    return search


def plansvar_published(ids: Sequence[str], texts: Sequence[str], model: str) -> Search:
    """Plansvar with the same model as the others, and the weight that suits it."""
    return plansvar(ids, texts, model, "none", "published", dense_weight=20.0)


def plansvar_reranked(ids: Sequence[str], texts: Sequence[str], model: str) -> Search:
    """Plansvar with its re-ranker."""
    return plansvar(ids, texts, model, "default")


SYSTEMS: dict[str, Callable[[Sequence[str], Sequence[str], str], Search]] = {
    "bm25s": bm25s,
    "qdrant-bm25": qdrant,
    "e5-dense": dense,
    "haystack": haystack,
    "txtai": txtai,
    "llama-index": llama_index,
    "plansvar-published": plansvar_published,
    "plansvar": plansvar,
    "plansvar-reranked": plansvar_reranked,
}


def main() -> None:
    """The job: ``system``, ``model``, ``ids``, ``texts``, ``questions``; the answer as JSON."""
    job = json.load(sys.stdin)
    started = time.perf_counter()
    search = SYSTEMS[job["system"]](job["ids"], job["texts"], job["model"])
    indexed = time.perf_counter() - started
    for question in job["questions"][:_WARM_UP]:
        search(question)
    found, milliseconds = [], []
    for question in job["questions"]:
        started = time.perf_counter()
        found.append(search(question))
        milliseconds.append((time.perf_counter() - started) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = {"found": found, "ms": milliseconds, "index_s": indexed, "peak_mib": peak / 1024}
    Path(job["out"]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
