"""Embedding models: ``load_embedder`` turns a setting into an ``Embedder``."""

from plansvar.embedding.load import DEFAULT_MODEL, load_embedder
from plansvar.embedding.protocol import Embedder, Vectors

__all__ = ["DEFAULT_MODEL", "Embedder", "Vectors", "load_embedder"]
