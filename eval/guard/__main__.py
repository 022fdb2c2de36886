"""``python -m eval.guard [--renew]``: compare with the baseline, or make it anew.

Everything is as set by default, whatever the environment and ``plansvar.toml`` say. Exit status 1
when something has really fallen.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from eval.commands import counting
from eval.guard.baseline import PLACE, Baseline, load, save
from eval.guard.falls import changes, report
from eval.guard.measuring import measure
from eval.retrieval.commits import commit
from plansvar.settings import Settings


@click.command()
@click.option("--renew", is_flag=True, help="Make what is found the baseline, and compare nothing.")
def main(renew: bool) -> None:
    """Ask the fixed questions, and say whether answers or search have fallen."""
    with tempfile.TemporaryDirectory() as work:
        now = measure(Path(work), Settings.model_construct(), told=counting("guard"))
    if renew:
        save(Baseline(commit(), now))
        click.echo(PLACE)
        return
    found = changes(load(), now)
    click.echo(report(load(), found))
    sys.exit(any(one.is_fall for one in found))


if __name__ == "__main__":
    main()
