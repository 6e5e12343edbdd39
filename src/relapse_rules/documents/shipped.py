"""Where the policies and schemas that come with the library are kept."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def _folder(name: str) -> Path:
    """In a wheel inside the package, in a checkout beside `src`."""
    shipped = _PACKAGE / "shipped" / name
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / name


def policy_root() -> Path:
    """The folder below which a policy id is a path."""
    return _folder("policies")


def schema_file(name: str) -> Path:
    """The shipped JSON Schema called `name`, such as `policy`."""
    return _folder("schemas") / f"{name}.schema.json"
