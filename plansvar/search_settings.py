"""Settings of search and of answers: what is found, and what is said of it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class SearchSettings(BaseModel):
    """How passages are found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: int = Field(
        100, ge=1, le=1000, description="chunks fetched from each side of search"
    )
    dense_weight: float = Field(
        15.0, ge=0, le=1000, description="what a cosine of 1 is worth beside BM25, a term asked for"
    )
    sentence_share: float = Field(
        0.5, ge=0, le=1, description="share of the nearest sentence in a passage's cosine"
    )
    reranker: str = Field(
        "none",
        min_length=1,
        description="second look at the best: none, default (built in), or a CrossEncoder",
    )
    reranked: int = Field(10, ge=2, le=100, description="passages that the re-ranker looks at")
    rerank_weight: float = Field(
        1.0, ge=0, le=100, description="what its opinion is worth beside 1 for that of search"
    )
    rerank_at_once: int = Field(
        2, ge=0, le=64, description="questions in work above which no second look is taken"
    )


class AnswerSettings(BaseModel):
    """How answers are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passages: int = Field(10, ge=1, le=100, description="best chunks that are read for an answer")
    threshold: float = Field(
        0.4, ge=0, le=1, description="estimated probability below which no answer is given"
    )
    read_ahead: bool = Field(True, description="embed sentences before anybody asks")
    second_look: int = Field(0, ge=0, le=100, description="best sentences that are read again")
