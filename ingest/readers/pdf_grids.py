"""Finds tables on a PDF page whose cells are parted by ruled lines or by structure tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.readers.clean import join_lines
from ingest.readers.pdf_bands import banded_grids
from ingest.readers.pdf_rows import row_text, rows_of
from ingest.readers.pdf_types import Page, Rule, Span, Table
from ingest.readers.tables import Rows, header_rows, rectangle

_TOUCH = 3.0  # points between lines that are meant to meet
_MOST_RULES = 400  # a page with more in one direction is a drawing
_LONGEST_CELL = 1_500  # characters; a longer "cell" is a framed part of the page
_FEWEST_FILLED = 0.3  # share of cells; a chart's grid has fewer


def ruled_tables(page: Page, free: Sequence[Span]) -> list[tuple[Table, list[Span]]]:
    """Returns the page's ruled tables with the spans, out of ``free``, that each of them holds."""
    horizontal = _merged(rule for rule in page.shapes.rules if rule.horizontal)
    vertical = _merged(rule for rule in page.shapes.rules if not rule.horizontal)
    if max(len(horizontal), len(vertical)) > _MOST_RULES:
        return []
    found: list[tuple[Table, list[Span]]] = []
    taken: set[int] = set()

    def add(grids: Iterable[tuple[list[Rule], list[Rule]]]) -> None:
        for across, down in grids:
            spans = [span for span in free if id(span) not in taken and not span.turned]
            result = _grid_table(page, across, down, spans)
            if result is not None:
                found.append(result)
                taken.update(id(span) for span in result[1])

    grids, alone = _grids(horizontal, vertical)
    add(grids)
    add(banded_grids(page, alone, [span for span in free if id(span) not in taken]))
    return found


def tagged_tables(page: Page, spans: Iterable[Span]) -> list[tuple[Table, list[Span]]]:
    """Returns tables that the structure tags show, if every row has as many cells as the others."""
    tables: dict[int, dict[int, dict[int, list[Span]]]] = {}
    for span in spans:
        tag = span.tag
        if tag is not None and tag.column >= 0 and not span.turned:
            by_row = tables.setdefault(tag.table, {})
            by_row.setdefault(tag.row, {}).setdefault(tag.column, []).append(span)
    found: list[tuple[Table, list[Span]]] = []
    for by_row in tables.values():
        held = [span for cells in by_row.values() for cell in cells.values() for span in cell]
        widths = {span.tag.columns for span in held if span.tag is not None}
        width = max(widths)
        texts = [
            [_cell_text(cells.get(column, [])) for column in range(width)]
            for cells in by_row.values()
        ]
        rows = rectangle(texts)
        remnant = _is_remnant(rows, width)
        longest = max(len(cell) for row in rows for cell in row)
        if len(widths) > 1 or longest > _LONGEST_CELL or (len(rows[0]) < 2 and not remnant):
            continue
        if remnant:
            rows = rectangle(texts, keep_columns=True)
        columns = [
            min(span.left for cells in by_row.values() for span in cells.get(column, ()))
            for column in range(width)
            if any(row[column] for row in texts)
        ]
        first = [span for cell in next(iter(by_row.values())).values() for span in cell]
        marked = _is_set_off(first, held) or _all_headers(first, held)
        table = _table(page, rows, held, columns, marked=marked)
        found.append((replace(table, remnant=remnant), held))
    return found


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Puts pieces of one line together, as programs draw the borders of each cell alone."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda item: item.at):
        if groups and rule.at - groups[-1][-1].at <= 1.5:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    merged: list[Rule] = []
    for group in groups:
        group.sort(key=lambda item: item.start)
        current = group[0]
        for rule in group[1:]:
            if rule.start <= current.end + _TOUCH:
                end = max(rule.end, current.end)
                current = Rule(current.horizontal, current.at, current.start, end)
            else:
                merged.append(current)
                current = rule
        merged.append(current)
    return [rule for rule in merged if rule.end - rule.start >= 8]


def _grids(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> tuple[list[tuple[list[Rule], list[Rule]]], list[Rule]]:
    """Returns groups of lines that touch each other, and the horizontal ones that touch none."""
    group = list(range(len(horizontal) + len(vertical)))

    def root(item: int) -> int:
        while group[item] != item:
            group[item] = group[group[item]]
            item = group[item]
        return item

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical):
            meets = across.start - _TOUCH <= down.at <= across.end + _TOUCH
            if meets and down.start - _TOUCH <= across.at <= down.end + _TOUCH:
                group[root(len(horizontal) + j)] = root(i)
    grids: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, across in enumerate(horizontal):
        grids[root(i)][0].append(across)
    for j, down in enumerate(vertical):
        grids[root(len(horizontal) + j)][1].append(down)
    found = [grid for grid in grids.values() if len(grid[0]) >= 2 and grid[1]]
    alone = [rule for across, down in grids.values() if not down for rule in across]
    return found, alone


def _edges(values: Iterable[float]) -> list[float]:
    """Returns the distinct values, those closer than a touch taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _TOUCH:
            edges.append(value)
    return edges


def _grid_table(
    page: Page, across: list[Rule], down: list[Rule], spans: list[Span]
) -> tuple[Table, list[Span]] | None:
    """Returns the table that a grid of lines makes, if it is one."""
    # Many tables have no outer vertical lines: there the horizontal ones end.
    xs = _edges([d.at for d in down] + [a.start for a in across] + [a.end for a in across])
    ys = _edges([a.at for a in across] + [d.start for d in down] + [d.end for d in down])
    if len(xs) < 3 or len(ys) < 2:
        return None
    cells: dict[tuple[int, int], list[Span]] = defaultdict(list)
    held: list[Span] = []
    for span in spans:
        row = _slot(ys, (span.top + span.bottom) / 2)
        column = _slot(xs, min(span.left + span.size / 2, (span.left + span.right) / 2))
        if row is not None and column is not None:
            cells[row, column].append(span)
            held.append(span)
    texts = _cell_texts(cells, xs, ys, across, down)
    rows = rectangle(texts)
    remnant = _is_remnant(rows, len(xs) - 1)
    filled = sum(1 for row in rows for cell in row if cell)
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if (
        not rows
        or (len(rows[0]) < 2 and not remnant)
        or longest > _LONGEST_CELL
        or (len(rows) == 1 and longest > _LONGEST_CELL / 4)
        or filled < _FEWEST_FILLED * len(rows) * len(rows[0])
        or not any(char.isalpha() for row in rows for cell in row for char in cell)
    ):
        return None
    if remnant:
        rows = rectangle(texts, keep_columns=True)
    columns = [xs[i] for i in range(len(xs) - 1) if remnant or any(row[i] for row in texts)]
    first_row = [span for (row, _), cell in cells.items() if row == _first(texts) for span in cell]
    marked = _is_set_off(first_row, held)
    first_column = [s for (_, col), cell in cells.items() if col == 0 for s in cell]
    form = not marked and _is_set_off(first_column, held)
    table = _table(page, rows, held, columns, marked=marked, form=form)
    box = (min(table.left, xs[0]), min(table.top, ys[0]), max(table.right, xs[-1]), ys[-1])
    return Table(page, rows, table.header_rows, *box, table.columns, remnant, table.order), held


def _is_remnant(rows: Rows, width: int) -> bool:
    """Tells whether a grid holds so little that it can only be a table's last rows."""
    return width > 1 and 0 < len(rows) <= 2 and len(rows[0]) == 1


def _first(texts: Sequence[Sequence[str]]) -> int:
    return next(index for index, row in enumerate(texts) if any(row))


def _slot(edges: Sequence[float], value: float) -> int | None:
    """Returns the index of the interval between edges that holds the value."""
    for index in range(len(edges) - 1):
        if edges[index] - 1 <= value < edges[index + 1] + 1:
            return index
    return None


def _cell_texts(
    cells: dict[tuple[int, int], list[Span]],
    xs: Sequence[float],
    ys: Sequence[float],
    across: Sequence[Rule],
    down: Sequence[Rule],
) -> list[list[str]]:
    """Returns the text of every cell; one merged over several rows is repeated in each."""
    height, width = len(ys) - 1, len(xs) - 1
    owner = {(row, column): (row, column) for row in range(height) for column in range(width)}
    for row in range(height):
        for column in range(width):
            x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            if column and not any(
                abs(d.at - xs[column]) <= _TOUCH and d.start <= y <= d.end for d in down
            ):
                owner[row, column] = owner[row, column - 1]
            elif row and not any(
                abs(a.at - ys[row]) <= _TOUCH and a.start <= x <= a.end for a in across
            ):
                owner[row, column] = owner[row - 1, column]
    spans: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for place, held in cells.items():
        spans[owner[place]].extend(held)
    texts = {place: _cell_text(held) for place, held in spans.items()}
    return [
        [
            texts.get(owner[row, column], "") if owner[row, column][1] == column else ""
            for column in range(width)
        ]
        for row in range(height)
    ]


def _cell_text(spans: Iterable[Span]) -> str:
    text = ""
    for row in rows_of(spans):
        text = join_lines(text, row_text(row))
    return text


def _is_set_off(part: Sequence[Span], whole: Sequence[Span]) -> bool:
    """Tells whether a part is bold while the rest is not."""
    inside = {id(span) for span in part}
    others = [span for span in whole if id(span) not in inside]
    return (
        bool(part)
        and all(span.bold for span in part)
        and sum(span.bold for span in others) < 0.5 * len(others)
    )


def _all_headers(part: Sequence[Span], whole: Sequence[Span]) -> bool:
    """Tells whether the tags call a part's cells headers, but not all cells of the whole."""
    headers = [span for span in whole if span.tag is not None and span.tag.header]
    return len(headers) < len(whole) and all(
        span.tag is not None and span.tag.header for span in part
    )


def _table(
    page: Page,
    rows: Rows,
    held: Sequence[Span],
    columns: Sequence[float],
    *,
    marked: bool,
    form: bool = False,
) -> Table:
    return Table(
        page=page,
        rows=rows,
        header_rows=header_rows(rows, marked=marked, first_column_marked=form),
        left=min(span.left for span in held),
        top=min(span.top for span in held),
        right=max(span.right for span in held),
        bottom=max(span.bottom for span in held),
        columns=tuple(columns),
        order=min((span.order for span in held if span.order >= 0), default=-1),
    )
