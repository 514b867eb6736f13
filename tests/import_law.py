"""Who imports whom among our modules, read from the source, and the law they must keep (README, "Architecture")."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOMS = ("bot", "handlers", "storage")
ENTRIES = ("bot.app", "bot.__main__")

_GRAMMAR = r"handlers\.(grammar|touchline|given|phrases|words|naming|arguments|tokens|problem|dateshape|afterline)"
_POLICY = r"bot\.policy(\..+)?"
_ALONE = r"bot\.(anonymous|endings|preferences|titles|worktime|rhythm|money|intervals|work\.roles)"
_PLAIN = rf"{_ALONE}|{_POLICY}"
_FINDINGS = r"bot\.(attention|keys|lately\.figures|learned|loss_figures|nameless)"
_AUDITS = r"bot\.(gate|audits\.(turning|story|neutral))"
_LITMUS = r"bot\.litmus\.(outcome|reading)"
_NOTHING = r"(?!)"
_RULES = r"bot\.rules(\..+)?"
_VIEWS = r"bot\.views(\..+)?"
_FIGURES = r"bot\.backtest\.figures"
_HINDSIGHT = r"bot\.backtest\.hindsight"
_REPLAY = r"bot\.backtest\.(figures|past|walk|months|replay|worth|hindsight)"

#: Rooms of pure functions: which modules they are, and which of ours and of others they may import.
PURE = (
    (_ALONE, _NOTHING, ()),
    (_POLICY, _POLICY, ()),
    (_AUDITS, rf"{_AUDITS}|{_PLAIN}", ()),
    (r"bot\.facts", rf"{_PLAIN}|bot\.(promise_facts|litmus_facts|audit_facts|known_facts)", ()),
    (r"bot\.known_facts", _PLAIN, ()),
    (r"bot\.audit_facts", _NOTHING, ()),
    (r"bot\.litmus_facts", _PLAIN, ()),
    (_LITMUS, rf"{_LITMUS}|{_PLAIN}", ()),
    (r"bot\.promise_facts", _NOTHING, ()),
    (_RULES, rf"{_RULES}|bot\.(facts|policy)", ()),
    (_GRAMMAR, _GRAMMAR, ()),
    (_FINDINGS, rf"{_FINDINGS}|{_PLAIN}|{_RULES}|bot\.facts", ()),
    (_FIGURES, _PLAIN, ()),
    (_REPLAY, rf"{_REPLAY}|{_PLAIN}|{_RULES}|bot\.facts", ()),
    (
        _VIEWS,
        rf"{_VIEWS}|{_AUDITS}|{_PLAIN}|{_RULES}|{_FIGURES}|{_HINDSIGHT}|{_FINDINGS}|{_LITMUS}|bot\.facts",
        ("slackblocks",),
    ),
)

#: What pure functions do without: files, processes, the network, the clock's ticking, chance.
IMPURE = frozenset(
    {
        *(
            "asyncio",
            "http",
            "io",
            "logging",
            "multiprocessing",
            "os",
            "pathlib",
            "random",
            "secrets",
            "shutil",
            "socket",
        ),
        *("sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib"),
    }
)
IMPURE_CALLS = frozenset({"open", "print", "input"})


@dataclass(frozen=True)
class Module:
    """A module of ours: everything that it imports, and what of that it imports while it is itself being imported."""

    name: str
    imports: frozenset[str]
    at_once: frozenset[str]
    calls: frozenset[str]


def breaches(root: Path) -> list[str]:
    """Every breach of the law under a folder, in words."""
    modules = read(root)
    found = [*_storage(modules), *_handlers(modules), *_playground(modules), *_pure(modules), *_circles(modules)]
    return sorted(found)


def read(root: Path) -> dict[str, Module]:
    """All modules of ours under a folder, by name."""
    files = {_name(file.relative_to(root)): file for room in ROOMS for file in (root / room).rglob("*.py")}
    return {name: _read(name, file, frozenset(files)) for name, file in files.items()}


def _storage(modules: dict[str, Module]) -> Iterator[str]:
    for name, module in _in("storage", modules):
        yield from (f"{name} imports {other}: storage imports none of ours" for other in _of(module, "bot", "handlers"))


def _handlers(modules: dict[str, Module]) -> Iterator[str]:
    for name, module in _in("bot", modules):
        if name not in ENTRIES:
            yield from (
                f"{name} imports {other}: only {' and '.join(ENTRIES)} may" for other in _of(module, "handlers")
            )


def _playground(modules: dict[str, Module]) -> Iterator[str]:
    inside = dict(_in("bot.playground", modules))
    for name, module in modules.items():
        if name in inside:
            others = (other for other in _of(module, *ROOMS) if not _is_in(other, "bot.playground"))
            yield from (f"{name} imports {other}: the playground knows nothing of clients" for other in others)
        elif name not in ENTRIES and not re.fullmatch(r"bot\.play(\..+)?", name):
            yield from (
                f"{name} imports {other}: nobody knows the playground" for other in _of(module, "bot.playground")
            )


def _pure(modules: dict[str, Module]) -> Iterator[str]:
    for who, ours, others in PURE:
        for name, module in modules.items():
            if not re.fullmatch(who, name):
                continue
            for other in sorted(module.imports):
                known = re.fullmatch(ours, other) if _of_ours(other) else _top(other) in (*others, *_STANDARD)
                if not known:
                    yield f"{name} imports {other}: it is pure"
            yield from (f"{name} calls {call}: it is pure" for call in sorted(module.calls & IMPURE_CALLS))


def _circles(modules: dict[str, Module]) -> Iterator[str]:
    try:
        TopologicalSorter({name: module.at_once & modules.keys() for name, module in modules.items()}).prepare()
    except CycleError as error:
        yield f"{' imports '.join(reversed(error.args[1]))}: a circle"


_STANDARD = sys.stdlib_module_names - IMPURE


def _in(room: str, modules: dict[str, Module]) -> Iterator[tuple[str, Module]]:
    return ((name, module) for name, module in modules.items() if _is_in(name, room))


def _is_in(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def _of(module: Module, *rooms: str) -> list[str]:
    return sorted(other for other in module.imports if any(_is_in(other, room) for room in rooms))


def _of_ours(name: str) -> bool:
    return _top(name) in ROOMS


def _top(name: str) -> str:
    return name.partition(".")[0]


def _name(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def _read(name: str, file: Path, names: frozenset[str]) -> Module:
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    everywhere = {other for node in ast.walk(tree) for other in _imported(node, package, names)}
    at_once = {other for node in _run_at_once(tree) for other in _imported(node, package, names)}
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return Module(name, frozenset(everywhere - {name}), frozenset(at_once - {name}), frozenset(calls))


def _run_at_once(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs when the module is imported: all but the bodies of functions and what only type checkers see."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from _run_at_once(node)


def _imported(node: ast.AST, package: str, names: frozenset[str]) -> Iterator[str]:
    """The modules that an import names: `from bot import views` is `bot.views` where that is a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            whole = f"{base}.{alias.name}"
            yield whole if whole in names else base
