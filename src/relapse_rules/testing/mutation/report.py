"""What became of the mutants of policies, on as many cores as there are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from relapse_rules.compiler import check
from relapse_rules.testing.loading import Library
from relapse_rules.testing.mutation.makers import mutants_of
from relapse_rules.testing.mutation.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import CaseFile
    from relapse_rules.testing.mutation.mutant import Mutant
    from relapse_rules.testing.mutation.place import Fate

# So many mutants are handed to another process at a time.
BATCH = 150
ALL = Fraction(1)


@dataclass(frozen=True)
class Mutation:
    """What became of each mutant of one policy; of a killed one, the case that found it."""

    policy: Policy
    fates: tuple[tuple[Mutant, Fate, str], ...]

    def of(self, *fates: Fate) -> list[Mutant]:
        return [mutant for mutant, fate, _ in self.fates if fate in fates]

    @cached_property
    def survivors(self) -> list[tuple[Mutant, Fate]]:
        """The mutants that no case finds, and of which nothing is proved."""
        return [(m, f) for m, f, _ in self.fates if f in {"apart", "missed"}]

    @property
    def counted(self) -> int:
        """How many there are, but for those that change no answer or no one could make."""
        return len(self.of("killed")) + len(self.survivors)

    @property
    def score(self) -> Fraction:
        """How many of these are found; all, when there are none."""
        return Fraction(len(self.of("killed")), self.counted) if self.counted else ALL


def places_of(
    files: Iterable[CaseFile],
) -> Iterator[tuple[Policy, tuple[CaseFile, ...]]]:
    """The policies that govern a place, each with its files of cases."""
    found: dict[str, list[CaseFile]] = {}
    for file in files:
        if file.policy is not None and file.policy.governs:
            found.setdefault(file.policy.id, []).append(file)
    for group in found.values():
        policy = group[0].policy
        assert policy is not None, "files are grouped by their policies"
        yield policy, tuple(group)


def mutate(
    files: Sequence[CaseFile],
    *,
    jobs: int = 1,
    root: Path | None = None,
    progress: Callable[[str, int, int], None] = lambda _policy, _done, _all: None,
) -> tuple[Mutation, ...]:
    """Tries the cases of every place on its mutants.

    With several jobs, processes are started that read the files again, once each: `root`
    is where policies are looked for, as for `load_cases`.
    """
    places = list(places_of(files))
    if jobs == 1:
        return tuple(_alone(Place(*place), progress) for place in places)
    return tuple(_shared(places, jobs, root, progress))


def _alone(place: Place, progress: Callable[[str, int, int], None]) -> Mutation:
    found: list[tuple[Fate, str]] = []
    every = len(place.mutants)
    for start in range(0, every, BATCH):
        found += place.fates(start, start + BATCH)
        progress(place.policy.id, len(found), every)
    return _mutation(place.policy, place.mutants, found)


def _mutation(
    policy: Policy, mutants: Sequence[Mutant], fates: Sequence[tuple[Fate, str]]
) -> Mutation:
    pairs = zip(mutants, fates, strict=True)
    return Mutation(policy, tuple((m, fate, case) for m, (fate, case) in pairs))


# -- several processes ------------------------------------------------------------------


def _shared(
    places: Sequence[tuple[Policy, tuple[CaseFile, ...]]],
    jobs: int,
    root: Path | None,
    progress: Callable[[str, int, int], None],
) -> Iterator[Mutation]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Started anew on every system alike: nothing of this process is copied.
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context) as pool:
        waiting = []
        for policy, files in places:
            mutants = mutants_of(policy.text, check(policy.text))
            paths = tuple(file.path for file in files)
            batches = [
                pool.submit(_batch, paths, root, start)
                for start in range(0, len(mutants), BATCH)
            ]
            waiting.append((policy, mutants, batches))
        for policy, mutants, batches in waiting:
            yield _collected(policy, mutants, batches, progress)


def _collected(
    policy: Policy,
    mutants: Sequence[Mutant],
    batches: Sequence[Future[list[tuple[Fate, str]]]],
    progress: Callable[[str, int, int], None],
) -> Mutation:
    found: list[tuple[Fate, str]] = []
    for batch in batches:
        found += batch.result()
        progress(policy.id, len(found), len(mutants))
    return _mutation(policy, mutants, found)


@lru_cache(maxsize=1)
def _place(paths: tuple[Path, ...], root: Path | None) -> Place:
    """Read once in each process; the batches of one place follow each other."""
    library = Library(root)
    files = tuple(map(library.cases, paths))
    policy = files[0].policy
    assert policy is not None, "it was read a moment ago"
    return Place(policy, files)


def _batch(
    paths: tuple[Path, ...], root: Path | None, start: int
) -> list[tuple[Fate, str]]:
    return _place(paths, root).fates(start, start + BATCH)
