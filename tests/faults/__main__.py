"""`make faults`: every fault is caused for real; one table, and faults.json. Names cause some of them alone."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import structlog
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from structlog.typing import EventDict

from tests import faults
from tests.faults.result import Result

FILE = Path("faults.json")
_NUMBER = re.compile(r"Fault (\d+)")
console = Console()


@dataclass(frozen=True)
class Measure:
    """How a fault is caused. `fault` names it, by its number, where causing it tells nothing."""

    label: str
    fault: str
    cause: Callable[[], Result]


def main(wanted: list[str]) -> int:
    """Cause the faults whose modules or functions are named, or all; 1 when one of them did harm."""
    structlog.configure(processors=[_unheard])  # not by level: some faults are seen in what is logged
    logging.disable(logging.CRITICAL)
    results = sorted(_caused(list(_measures(wanted))), key=lambda result: _number(result.fault))
    console.print(_table(results))
    FILE.write_text(json.dumps([asdict(result) for result in results], indent=2) + "\n")
    return 0 if results and all(result.passed for result in results) else 1


def _unheard(_logger: object, _method: str, _event: EventDict) -> EventDict:
    raise structlog.DropEvent


def _measures(wanted: list[str]) -> Iterator[Measure]:
    for found in iter_modules(faults.__path__):
        if found.name.startswith("test_"):
            module = import_module(f"tests.faults.{found.name}")
            for name, cause in vars(module).items():
                label = f"{found.name.removeprefix('test_')} {name.removeprefix('measure').strip('_')}".strip()
                ours = name.startswith("measure") and cause.__module__ == module.__name__
                if ours and (not wanted or any(each in label for each in wanted)):
                    number = _NUMBER.findall(module.__doc__ or "")[0]
                    spoken = label.replace("_", " ")
                    yield Measure(spoken, f"{number} {spoken}", cause)


def _caused(measures: list[Measure]) -> Iterator[Result]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(measures))
        for measure in measures:
            bar.update(task, description=measure.label)
            began = time.monotonic()
            result = _result(measure, bar.console)
            took = f"{'passed' if result.passed else 'FAILED'} in {time.monotonic() - began:.0f} s"
            bar.console.print(f"{measure.label}: {took}")
            bar.advance(task)
            yield result


def _result(measure: Measure, told: Console) -> Result:
    """What came of a fault; where causing it breaks off, that is harm, and the others are caused all the same."""
    try:
        return measure.cause()
    except Exception as error:
        told.print_exception()
        return Result(measure.fault, f"broke off: {type(error).__name__}: {error}", passed=False)


def _table(results: list[Result]) -> Table:
    table = Table("#", "fault", "figure", "pass", title="Faults, each caused for real")
    for result in results:
        number = _number(result.fault)
        name = result.fault.removeprefix(f"{number}").strip()
        table.add_row(str(number), escape(name), escape(result.figure), "[green]yes" if result.passed else "[red]no")
    return table


def _number(fault: str) -> int:
    first = fault.partition(" ")[0]
    return int(first) if first.isdecimal() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
