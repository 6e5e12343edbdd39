"""The examples that pages only tell, since no text could show them: files of all kinds."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from messages.page_examples import HEAD, codes, in_file, in_policy, in_records
from relapse_rules import load, load_book
from relapse_rules.documents.layers.chain import read_chain
from relapse_rules.documents.layers.location import PolicyFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Told = tuple["Callable[[Path], set[str]]", "Callable[[Path], set[str]]"]
HOUSEHOLDS = "@ a.csv\n户编号,家庭人口\nA1,1\n"


def of_bytes(content: bytes) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        path = folder / "place.policy.yaml"
        path.write_bytes(content)
        return codes(lambda: load(path))

    return read


def of_policy(text: str) -> Callable[[Path], set[str]]:
    return lambda folder: in_policy(folder, text)


def of_records(text: str) -> Callable[[Path], set[str]]:
    return lambda folder: in_file(folder, text)


def of_record_bytes(name: str, content: bytes) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        (folder / name).write_bytes(content)
        return in_records(folder / name)

    return read


def a_folder(folder: Path) -> set[str]:
    (folder / "a.csv").mkdir()
    return in_records(folder / "a.csv")


def named(name: str) -> Callable[[Path], set[str]]:
    """A policy file that is opened by its path, whatever stands there."""

    def read(folder: Path) -> set[str]:
        (folder / "place.policy.yaml").write_text(HEAD, "utf-8")
        return codes(lambda: read_chain(PolicyFile(folder / name)))

    return read


def chain(length: int) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        for at in range(length):
            text = HEAD.replace("place", f"p{at}")
            parent = f"extends: p{at + 1}\n" if at + 1 < length else ""
            (folder / f"p{at}.policy.yaml").write_text(text + parent, "utf-8")
        return codes(lambda: load("p0", folder))

    return read


def linked(*, parent: bool, outside: bool) -> Callable[[Path], set[str]]:
    """A policy file, or its parent, that is a link out of the root or not."""

    def read(folder: Path) -> set[str]:
        root, other = folder / "root", folder / "other"
        root.mkdir()
        other.mkdir()
        stands = other if outside else root
        (stands / "real.policy.yaml").write_text(HEAD.replace("place", "up"), "utf-8")
        (root / "up.policy.yaml").symlink_to(stands / "real.policy.yaml")
        (root / "place.policy.yaml").write_text(f"{HEAD}extends: up\n", "utf-8")
        return codes(lambda: load("place" if parent else "up", root))

    return read


def joined(text: str, fact: str) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        in_file(folder, HOUSEHOLDS)
        (folder / "m.csv").write_text(text, "utf-8")
        return in_records(folder / "a.csv", {fact: folder / "m.csv"})

    return read


def two_places(more: str) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        for name in ("one", "two"):
            text = f'{HEAD.replace("place", name)}area: "610302"\n'
            extra = more if name == "one" else ""
            (folder / f"{name}.policy.yaml").write_text(text + extra, "utf-8")
        return codes(lambda: load_book(folder))

    return read


def book(*, empty: bool) -> Callable[[Path], set[str]]:
    def read(folder: Path) -> set[str]:
        if not empty:
            (folder / "place.policy.yaml").write_text(HEAD, "utf-8")
        return codes(lambda: load_book(folder))

    return read


ROWS = ", ".join(f"r{n}: {{when: true}}" for n in range(301))
DEEP = "[" * 2000 + "]" * 2000
TOLD: dict[str, Told] = {
    "RR002": (of_bytes(HEAD.encode("gbk")), of_bytes(codecs.BOM_UTF8 + HEAD.encode())),
    "RR005": (of_bytes(HEAD.encode() + b"#" * 2**20), of_bytes(HEAD.encode())),
    "RR006": (named("."), named("place.policy.yaml")),
    "RR213": (chain(17), chain(4)),
    "RR233": (linked(parent=True, outside=True), linked(parent=True, outside=False)),
    "RR236": (
        of_policy(f"tiers: {{{ROWS}}}\n"),
        of_policy("tiers: {r1: {when: true}}\n"),
    ),
    "RR313": (
        of_policy(f'risks: {{a: {{when: "{" and ".join(["true"] * 300)}"}}}}\n'),
        of_policy('risks: {a: {when: "true and true"}}\n'),
    ),
    "RR612": (
        of_record_bytes("a.json", '{"remarks": "甲\\u0007乙"}'.encode()),
        of_record_bytes("a.json", '{"remarks": "甲乙"}'.encode()),
    ),
    "RR620": (a_folder, of_records(HOUSEHOLDS)),
    "RR621": (
        of_record_bytes("a.csv", b"\xff\xff\xff\xff"),
        of_record_bytes("a.csv", "户编号,家庭人口\nA1,3\n".encode()),
    ),
    "RR626": (
        of_record_bytes("a.json", DEEP.encode()),
        of_record_bytes("a.json", b'{"members": [{"age": 3}]}'),
    ),
    "RR629": (of_record_bytes("a.docx", b"x"), of_records(HOUSEHOLDS)),
    "RR630": (
        of_record_bytes("a.csv", ("户编号\n" + "A" * 200_000 + "\n").encode()),
        of_records(HOUSEHOLDS),
    ),
    "RR631": (
        joined("户编号,年龄\nA9,40\n", "members"),
        joined("户编号,年龄\nA1,40\n", "members"),
    ),
    "RR635": (
        joined("年龄\n40\n", "members"),
        joined("户编号,年龄\nA1,40\n", "members"),
    ),
    "RR703": (linked(parent=False, outside=True), named("place.policy.yaml")),
    "RR704": (book(empty=True), book(empty=False)),
    "RR709": (two_places(""), two_places("governs: false\n")),
}
