"""`python -m bench`: whether all engines agree, then the measurements, then whether targets are met."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import click

from bench.agree import report
from bench.cold import cold
from bench.loading import compile_rules, growth
from bench.speed import complete, missing, proofs
from bench.tables import Result

MEASUREMENTS: Mapping[str, Callable[[bool], Result]] = {
    "decide": complete,
    "missing": missing,
    "proofs": proofs,
    "compile": compile_rules,
    "growth": growth,
    "cold": cold,
}


@click.command()
@click.option("--quick", is_flag=True, help="Fewer rounds: rougher figures in a fraction of the time.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of tables.")
@click.option("--only", multiple=True, type=click.Choice(list(MEASUREMENTS)), help="Only these measurements.")
def bench(quick: bool, as_json: bool, only: tuple[str, ...]) -> None:
    """Compare speed with what else a user would pick, as ratios of medians from one run."""
    found, summary = report()
    click.echo("\n".join([*found, summary]), err=as_json)
    if found:
        raise SystemExit(1)
    results = []
    for name, measure in MEASUREMENTS.items():
        if only and name not in only:
            continue
        result = measure(quick)
        results.append(result)
        if not as_json:
            click.echo("\n" + result.text())
    targets = [target for result in results for target in result.targets]
    if as_json:
        click.echo(json.dumps([result.document() for result in results], indent=2))
    else:
        reached = sum(target.reached for target in targets)
        click.echo(f"{reached} of {len(targets)} targets reached")


if __name__ == "__main__":
    bench()
