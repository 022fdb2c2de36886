"""``python -m eval.claims FILE…``: what files claim, as somebody who writes rules looks at it."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.metadata import Given
from ingest.parse import parse
from ingest.readers import registry
from ingest.readers.limits import Limits
from plansvar.documents.types import Document
from plansvar.register.claims import Claim
from plansvar.register.kinds import FactKind


def claims_of(path: Path) -> tuple[Document, tuple[Claim, ...]]:
    """A file's document and what it claims; scanned pages are left out.

    Raises:
        ReadError: the file can't be read.
    """
    parsed = parse(path, path, registry.module_for(path), Given(), Limits())
    return parsed.document, parsed.claims


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--kind", type=click.Choice([kind.value for kind in FactKind]))
@click.option("--blocks", is_flag=True, help="Show the document's blocks first.")
def main(files: tuple[Path, ...], kind: str | None, blocks: bool) -> None:
    """Print the claims of some files."""
    for path in files:
        document, claims = claims_of(path)
        click.echo(f"== {path.name}: {document.title}; {document.type.value}, {document.authority}")
        for block in document.blocks if blocks else ():
            text = document.text[block.start : block.end]
            click.echo(f"  [{block.kind.value} {block.level} p{block.page}] {text!r}")
        for claim in claims:
            if kind in {None, claim.kind.value}:
                _show(claim)


def _show(claim: Claim) -> None:
    head = f"{claim.kind.value} ({claim.extractor}, {claim.confidence:.2f})"
    extra = [f"from {claim.effective}"] if claim.effective else []
    extra += ["changes"] if claim.changes else []
    extra += [f"in {claim.scope!r}"] if claim.scope else []
    click.echo("  ".join((head, *extra)))
    for value in claim.values:
        normal = f" = {value.normal}" if value.normal else ""
        sign = "" if value.operation == "set" else f" [{value.operation}]"
        click.echo(f"    {value.field}: {value.text}{normal}{sign}")


if __name__ == "__main__":
    main()
