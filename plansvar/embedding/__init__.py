"""Embedding models: ``load_embedder`` turns a setting into an ``Embedder``."""

from plansvar.embedding.load import load_embedder
from plansvar.embedding.protocol import Embedder, Vectors

__all__ = ["Embedder", "Vectors", "load_embedder"]
