"""What `check` finds: problems of files, and on which days each place can decide."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.cli.roots import here, root_of
from relapse_rules.documents.layers.location import SUFFIX, policy_ids
from relapse_rules.documents.periods import periods
from relapse_rules.documents.shipped import policy_root
from relapse_rules.errors import Diagnostic, PlaceError, PolicyError, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from relapse_rules.documents.policy import PolicyText
    from relapse_rules.messages import Lang
    from relapse_rules.policy import Policy
    from relapse_rules.source import Source

NO_VALUE = "RR504"


def targets(given: tuple[str, ...], root: Path | None) -> list[str]:
    """Ids and paths of the policies to check; a folder stands for all inside it."""
    if not given:
        folder = root or here() or policy_root()
        found = policy_ids(folder) if folder.is_dir() else []
        if not found:
            raise PlaceError("RR704", root=str(folder))
        return found
    return [target for one in given for target in _expanded(one)]


def _expanded(given: str) -> list[str]:
    folder = Path(given)
    if not folder.is_dir():
        return [given]
    found = sorted(str(path) for path in folder.rglob(f"*{SUFFIX}"))
    if not found:
        raise PlaceError("RR704", root=given)
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a place can decide, or the parameters that it lacks for it."""

    first: date
    last: date | None
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Inspection:
    """Checks policies one after the other and remembers what was wrong.

    `texts` stand in for files of that name.
    """

    root: Path | None
    prove: bool = False
    texts: dict[str, Source] = field(default_factory=dict)
    checked: dict[str, Policy | None] = field(default_factory=dict)
    places: dict[str, tuple[Stretch, ...]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    not_found: list[PlaceError] = field(default_factory=list)
    unsettled: int = 0

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        return in_order(self.found)

    @property
    def errors(self) -> int:
        return sum(d.severity == "error" for d in self.problems)

    @property
    def rules(self) -> int:
        """Every clause of the policies, counted where it is written."""
        loaded = (policy.text for policy in self.checked.values() if policy is not None)
        return len({origin for text in loaded for origin in _clauses(text)})

    def inspect(self, target: str) -> None:
        """Loads one policy and tries it on every day on which something changes."""
        try:
            policy = self._load(target)
        except PolicyError as error:
            self.found += error.diagnostics
            self.checked[target] = None
            return
        except PlaceError as error:
            self.not_found.append(error)
            return
        self._explain(policy)
        self.checked[policy.id] = policy
        if policy.governs:
            self.places[policy.id] = self._try_days(policy)
            self._look(policy)

    def _look(self, policy: Policy) -> None:
        """What is wrong with a place though its formulas make sense."""
        from relapse_rules.analysis.findings import unused

        self.found += unused.find(policy)
        if self.prove:
            from relapse_rules.analysis.findings.every import findings

            looked = findings(policy)
            self.found += looked.found
            self.unsettled += looked.unsettled

    def _load(self, target: str) -> Policy:
        from relapse_rules.compiler import check, evaluator_for
        from relapse_rules.documents.read import read_policy
        from relapse_rules.policy import Policy

        root = root_of(target, self.root)
        text = read_policy(target, root, texts=self.texts)
        return Policy(text, check(text), evaluator_for)

    def _explain(self, policy: Policy) -> None:
        """Has jsonschema look at the policy's own file too; its parents have their turn."""
        from relapse_rules.documents.shape import read_document
        from relapse_rules.documents.yaml.source_file import open_source

        file = policy.layers[-1].file
        source = self.texts.get(file) or open_source(Path(file), file)
        self.found += read_document(source, explain=True)[1]

    def _try_days(self, policy: Policy) -> tuple[Stretch, ...]:
        found: list[Stretch] = []
        lacking: list[Diagnostic] = []
        for first, last in periods(policy.text):
            missing, problems = _tried(policy, first)
            lacking += missing
            self.found += problems
            names = tuple(dict.fromkeys(str(d.args["parameter"]) for d in missing))
            if found and found[-1].missing == names:
                found[-1] = replace(found[-1], last=last)
            else:
                found.append(Stretch(first, last, names))
        if all(stretch.missing for stretch in found):
            self.found += lacking
        return tuple(found)

    def lacking(self, name: str, lang: Lang) -> list[tuple[Stretch, list[str]]]:
        """Of one place each stretch of days, and what is lacked by its label."""
        policy = self.checked.get(name)
        if policy is None or name not in self.places:
            return []
        labels = {one.id: one.label.in_(lang) for one in policy.text.parameters}
        return [
            (s, [labels[lacked] for lacked in s.missing]) for s in self.places[name]
        ]

    def compare(self) -> None:
        """Problems that only several policies together have."""
        from relapse_rules.book import same_area

        policies = {p.id: p for p in self.checked.values() if p is not None}
        self.found += same_area(policies)

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Everything found, as plain data."""
        return {
            "errors": self.errors,
            "warnings": len(self.problems) - self.errors,
            "problems": [d.as_dict(lang) for d in self.problems],
            "policies": [
                self._policy(name, p, lang) for name, p in self.checked.items()
            ],
        }

    def _policy(self, name: str, policy: Policy | None, lang: Lang) -> dict[str, Any]:
        if policy is None:
            return {"policy": name, "loaded": False}
        found: dict[str, Any] = {
            "policy": name,
            "loaded": True,
            "title": policy.title.in_(lang),
            "file": policy.layers[-1].file,
            "digest": policy.digest,
            "governs": policy.governs,
        }
        if policy.governs:
            found["area"] = policy.area or None
            found["days"] = [_plain(stretch) for stretch in self.places[name]]
        return found


def _clauses(text: PolicyText) -> Iterator[tuple[str, str, str, str]]:
    for kind, rules in (("household", text.household), ("grid", text.grid)):
        for section in rules.sections if rules is not None else ():
            for entry in section.entries:
                yield kind, entry.origin.layer, section.id, entry.id


def _plain(stretch: Stretch) -> dict[str, Any]:
    return {
        "from": stretch.first.isoformat(),
        "until": stretch.last and stretch.last.isoformat(),
        "decides": not stretch.missing,
        "missing": list(stretch.missing),
    }


def _tried(policy: Policy, day: date) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The parameters that lack a value on a day, and everything else that is wrong."""
    found: list[Diagnostic] = []
    try:
        rules = policy.on(day)
    except PolicyError as error:
        found += error.diagnostics
    else:
        try:
            _ = rules.grid
        except PolicyError as error:
            found += error.diagnostics
    missing = [d for d in found if d.code == NO_VALUE]
    return missing, [d for d in found if d.code != NO_VALUE]
