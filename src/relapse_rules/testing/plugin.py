"""The pytest plugin: each case of a file of cases is a test of its own.

Nothing but pytest is imported until such a file is collected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from relapse_rules.testing.endings import is_case_file

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    from relapse_rules.messages import Lang
    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import Case, CaseFile
    from relapse_rules.testing.loading import Library
    from relapse_rules.testing.run import CaseResult

SWITCH = "relapse_rules_cases"
# Policies and shared files are read once a session.
LIBRARY = pytest.StashKey["Library"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "collect test households (*.cases.yaml); on unless switched off"
    parser.addini(SWITCH, text, type="bool", default=True)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CasesFile | None:
    if is_case_file(file_path.name) and parent.config.getini(SWITCH):
        return CasesFile.from_parent(parent, path=file_path)
    return None


class CasesFile(pytest.File):
    """One file of cases. What is wrong with it fails one test and no other file."""

    def collect(self) -> Iterator[pytest.Item]:
        found = _library(self.config).cases(self.path)
        if found.problems:
            yield BrokenFile.from_parent(self, name="problems", found=found)
        for case in found.cases:
            assert found.policy is not None
            yield CaseItem.from_parent(
                self, name=case.name, case=case, policy=found.policy
            )


def _library(config: pytest.Config) -> Library:
    from relapse_rules.testing.loading import Library

    return config.stash.setdefault(LIBRARY, Library())


class CaseItem(pytest.Item):
    """One case."""

    def __init__(
        self, *, name: str, parent: pytest.Collector, case: Case, policy: Policy
    ) -> None:
        super().__init__(name, parent)
        self.case = case
        self.policy = policy
        self.extra_keyword_matches.update(case.keywords)
        self.user_properties += [("policy", case.policy), ("date", str(case.day))]
        if not case.counts:
            reason = _word("case_todo" if case.todo else "case_confirm")
            self.add_marker(pytest.mark.skip(reason=reason))

    def runtest(self) -> None:
        from relapse_rules.testing.run import run_case

        result = run_case(self.case, self.case.rules(self.policy.on(self.case.day)))
        if result.status == "failed":
            raise CaseFailed(result)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        place = self.case.place
        if place is None:
            return self.path, None, self.name
        return place.source.name, place.line - 1, self.name


class BrokenFile(pytest.Item):
    """Stands for the cases of a file that could not be read."""

    def __init__(self, *, name: str, parent: pytest.Collector, found: CaseFile) -> None:
        super().__init__(name, parent)
        self.found = found

    def runtest(self) -> None:
        raise FileBroken(self.found)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        if isinstance(excinfo.value, FileBroken):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return self.path, None, self.name


class CaseFailed(Exception):  # noqa: N818 - pytest shows the name: it is a failure
    """A case came out otherwise than expected."""

    def __init__(self, result: CaseResult) -> None:
        super().__init__(result)
        self.result = result

    def __str__(self) -> str:
        from relapse_rules.testing.wording import Wording

        return "\n".join(Wording(self.result, _lang()).lines())


class FileBroken(Exception):  # noqa: N818 - likewise
    """A file of cases has problems."""

    def __init__(self, found: CaseFile) -> None:
        super().__init__(found)
        self.found = found

    def __str__(self) -> str:
        from relapse_rules.errors import PolicyError

        return PolicyError(self.found.problems).render(_lang())


def _lang() -> Lang:
    from relapse_rules.errors import default_lang

    return default_lang()


def _word(key: str) -> str:
    from relapse_rules.messages import word

    return word(key, _lang())
