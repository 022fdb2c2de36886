"""How much a reader takes in. What is beyond a limit is an error, never cut off in silence."""

from __future__ import annotations

from dataclasses import dataclass

from plansvar.errors import ReadError

# Not to be set: no office program comes near these, and a file beyond them was made to do harm.
DEEPEST_XML = 256  # elements in each other; libxml2 keeps it, see `office_zip`
WIDEST_SPAN = 1_000  # columns or rows of one cell
MOST_CELLS = 200_000  # in one table


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one file, and ``office_program``, if it isn't the one found, to convert it.

    See docs/settings.md.
    """

    file_bytes: int = 50_000_000
    unzipped_bytes: int = 200_000_000
    zip_entries: int = 2_000
    zip_ratio: int = 100
    pages: int = 2_000
    characters: int = 5_000_000
    office_program: str | None = None

    def check_bytes(self, count: int) -> None:
        """Raises ``read.empty`` or ``read.too_large``."""
        if count == 0:
            raise ReadError("read.empty")
        if count > self.file_bytes:
            raise ReadError("read.too_large", megabytes=self.file_bytes // 1_000_000)

    def check_pages(self, count: int) -> None:
        """Raises ``read.too_many_pages``."""
        if count > self.pages:
            raise ReadError("read.too_many_pages", pages=count, limit=self.pages)

    def check_characters(self, count: int) -> None:
        """Raises ``read.too_much_text``."""
        if count > self.characters:
            raise ReadError("read.too_much_text", limit=self.characters)


DEFAULT = Limits()


def check_span(span: int) -> int:
    """Returns over how many columns or rows a cell goes, at least 1.

    Raises:
        ReadError: ``read.malformed`` for more than any program makes.
    """
    if span > WIDEST_SPAN:
        raise ReadError("read.malformed", span=span)
    return max(span, 1)


def check_cells(count: int) -> None:
    """Raises ``read.too_many_cells`` for a table of more than :data:`MOST_CELLS`."""
    if count > MOST_CELLS:
        raise ReadError("read.too_many_cells", limit=MOST_CELLS)
