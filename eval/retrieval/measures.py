"""Figures of a ranking, by ir-measures (MacAvaney, Macdonald, Ounis, ECIR 2022)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import ir_measures
from ir_measures import RR, R, Success, nDCG

from eval.retrieval.types import Result

MEASURES = {"nDCG@10": nDCG @ 10, "R@10": R @ 10, "MRR@10": RR @ 10, "hit@1": Success @ 1}


def measured(results: Sequence[Result]) -> tuple[Result, ...]:
    """The results with their figures. An item counts once, where it was found first."""
    judgements = [
        ir_measures.Qrel(one.query.id, item, 1) for one in results for item in one.query.relevant
    ]
    ranking = [
        ir_measures.ScoredDoc(one.query.id, item, -float(place))
        for one in results
        for place, item in enumerate(dict.fromkeys(one.found))
    ]
    names = {str(measure): name for name, measure in MEASURES.items()}
    figures: dict[str, dict[str, float]] = {
        one.query.id: dict.fromkeys(MEASURES, 0.0) for one in results
    }
    for value in ir_measures.iter_calc(list(MEASURES.values()), judgements, ranking):
        figures[value.query_id][names[str(value.measure)]] = float(value.value)
    return tuple(replace(one, figures=figures[one.query.id]) for one in results)
