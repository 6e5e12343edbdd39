"""How the examples of the pages are read: each kind gives the codes that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import relapse_rules
from relapse_rules import load
from relapse_rules.documents.shape.respell import respelled
from relapse_rules.errors import (
    DecisionError,
    FileError,
    PlaceError,
    PolicyError,
    RecordError,
    TableError,
)
from relapse_rules.messages.pages import EXAMPLE
from relapse_rules.records.options import NO_OPTIONS, TableOptions
from relapse_rules.records.readers import read_records
from relapse_rules.source import Source
from relapse_rules.testing import load_cases, run_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from relapse_rules.evaluator import Evaluator
    from relapse_rules.policy import Policy

HEAD = "policy: place\ntitle: {zh: 某县}\nlevel: county\n"
DAY = "2022-06-01"


def codes(run: Callable[[], object]) -> set[str]:
    """The codes of whatever goes wrong."""
    try:
        run()
    except (PolicyError, RecordError) as error:
        found: Iterable[Any] = getattr(error, "diagnostics", ()) or getattr(
            error, "problems", ()
        )
        return {one.code for one in found}
    except (PlaceError, FileError, DecisionError, TableError) as error:
        return {error.code}
    return set()


def write(folder: Path, text: str) -> Path:
    """The files of an example, each below `@ name`; the first is the one to read."""
    first = None
    for part in text.split("@ ")[1:]:
        name, content = part.split("\n", 1)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
        first = first or path
    assert first, text
    return first


def used(policy: Policy) -> None:
    """The policy on the first day on which anything of it is in force."""
    from relapse_rules.documents.periods import periods

    first, _ = next(periods(policy.text))
    policy.on(first)


def in_policy(folder: Path, text: str) -> set[str]:
    path = folder / "place.policy.yaml"
    path.write_text(HEAD + text, "utf-8")
    return codes(lambda: used(load(path)))


def in_formula(folder: Path, text: str) -> set[str]:
    path = folder / "example.policy.yaml"
    row = f"tiers:\n  red:\n    when: |-\n      {text}"
    path.write_text(EXAMPLE.read_text("utf-8") + row, "utf-8")
    return codes(lambda: used(load(path)))


def in_files(folder: Path, text: str) -> set[str]:
    path = write(folder, text)
    return codes(lambda: load(path, folder))


def in_file(folder: Path, text: str) -> set[str]:
    if not text.startswith("@ "):
        path = folder / "place.policy.yaml"
        path.write_text(text, "utf-8")
        return codes(lambda: load(path))
    return in_records(write(folder, text))


def in_records(
    path: Path,
    lists: dict[str, Path] | None = None,
    options: TableOptions = NO_OPTIONS,
    policy: Path = EXAMPLE,
) -> set[str]:
    """The codes of a file of records, and of each of its rows."""
    found: set[str] = set()

    def read() -> None:
        facts = load(policy).facts
        for row in read_records(path, facts, lists=lists, options=options):
            found.update(problem.code for problem in row.problems)

    return codes(read) | found


def in_record(folder: Path, text: str) -> set[str]:
    return in_file(folder, f"@ a.yaml\n{text}")


def example() -> Evaluator:
    return load(EXAMPLE).on(DAY)


def in_cases(folder: Path, text: str) -> set[str]:
    """The codes of a case file, and of what its cases come to."""
    write(folder, f"@ example.policy.yaml\n{EXAMPLE.read_text('utf-8')}")
    files = text if text.startswith("@ ") else f"@ example.cases.yaml\n{text}"
    return run_of(write(folder, files), folder)


def run_of(path: Path, folder: Path) -> set[str]:
    (file,) = load_cases(path, root=folder)
    assert file.problems or run_cases([file]).passed
    return {problem.code for problem in file.problems}


def in_python(folder: Path, text: str) -> set[str]:
    def policy_of(inner: str) -> Policy:
        path = folder / "place.policy.yaml"
        path.write_text(HEAD + inner, "utf-8")
        return load(path)

    names = {name: getattr(relapse_rules, name) for name in relapse_rules.__all__}
    names |= {"example": example, "policy_of": policy_of}
    return codes(lambda: exec(text, names))


def in_claims(folder: Path, text: str) -> set[str]:
    """The codes of a file of claims beside the example, which has tiers here."""
    from relapse_rules.analysis.claims.files import load_claims

    path = folder / "example.policy.yaml"
    tiers = "tiers: {red: {when: any(risks)}}\n"
    path.write_text(EXAMPLE.read_text("utf-8") + tiers, "utf-8")
    (folder / "example.claims.yaml").write_text(text, "utf-8")
    (file,) = load_claims(path)
    assert file.problems or file.claims
    return {problem.code for problem in file.problems}


def in_findings(folder: Path, text: str) -> set[str]:
    """The codes of everything that is wrong with a policy though its formulas make sense."""
    from relapse_rules.analysis.findings import unused
    from relapse_rules.analysis.findings.every import findings

    path = folder / "place.policy.yaml"
    path.write_text(HEAD + text, "utf-8")
    policy = load(path)
    return {d.code for d in (*findings(policy).found, *unused.find(policy))}


def in_claim(folder: Path, text: str) -> set[str]:
    """A claim about the example, which has tiers here."""
    from relapse_rules.analysis.claims.words import claim_in_words
    from relapse_rules.analysis.proving import prove

    def run() -> None:
        path = folder / "example.policy.yaml"
        tiers = "tiers: {red: {when: any(risks)}}\n"
        path.write_text(EXAMPLE.read_text("utf-8") + tiers, "utf-8")
        policy = load(path, folder)
        claim = claim_in_words(text.strip(), policy)
        prove(claim, [load(name, folder) for name in claim.policies] or [policy])

    return codes(run)


def in_respell(folder: Path, text: str) -> set[str]:
    return codes(lambda: respelled(Source("place.policy.yaml", HEAD + text), "zh"))


KINDS: dict[str, Callable[[Path, str], set[str]]] = {
    "policy": in_policy,
    "formula": in_formula,
    "files": in_files,
    "file": in_file,
    "record": in_record,
    "cases": in_cases,
    "python": in_python,
    "respell": in_respell,
    "claim": in_claim,
    "claims": in_claims,
    "found": in_findings,
}
