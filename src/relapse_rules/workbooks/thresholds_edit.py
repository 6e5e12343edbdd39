"""Changed thresholds to changed texts of policy files: those values, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.shape import read_document
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.documents.yaml.tree import Mapping, Scalar, plain
from relapse_rules.errors import FileError, PolicyError
from relapse_rules.messages import Phrase
from relapse_rules.source import Edit, Source, Span, edited
from relapse_rules.words.dialect import in_chinese
from relapse_rules.words.table import key_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.documents.policy import PolicyText
    from relapse_rules.documents.yaml.tree import Node, Pair
    from relapse_rules.workbooks.thresholds_back import Change

ELSEWHERE = Phrase(
    "值的写法特殊，请直接改政策文件",
    "it is written in an unusual way: change the policy file itself",
)


def edited_texts(
    policy: PolicyText, changes: Iterable[Change], file: str
) -> dict[str, Source]:
    """The new text of each file that changes, by its name. Raises FileError."""
    files = {layer.id: layer.file for layer in policy.layers}
    by_file: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        near = change.before or change.after
        assert near is not None, "a value stands in a file or behind one that does"
        by_file[files[near.value.origin.layer]].append(change)
    return {
        name: _edited(open_source(Path(name), name), found, file)
        for name, found in by_file.items()
    }


def _edited(source: Source, changes: list[Change], file: str) -> Source:
    tree, _ = read_document(source)
    edits: list[Edit] = []
    wanted = plain(tree)
    for change in changes:
        edit = _changed if change.before else _added
        found = edit(tree, change, wanted)
        if found is None:
            raise _refused(change, file)
        edits.append(found)
    made = Source(source.name, edited(source.text, _joined(edits)))
    try:
        read, faults = read_document(made)
    except PolicyError:
        raise _refused(changes[0], file) from None
    # Every value of the file is what it was, but for those that were to change.
    if faults or plain(read) != wanted:
        raise _refused(changes[0], file)
    return made


def _joined(edits: list[Edit]) -> list[Edit]:
    """Several values behind the same one become one edit, earlier days first."""
    found: dict[tuple[int, int], Edit] = {}
    for edit in edits:
        place = (edit.span.start, edit.span.end)
        before = found.get(place)
        text = edit.text if before is None else before.text + edit.text
        found[place] = Edit(edit.span, text)
    return list(found.values())


def _refused(change: Change, file: str) -> FileError:
    name = change.key.parameter
    return FileError("RR668", file=file, row=change.row, name=name, why=ELSEWHERE)


def _values(tree: Mapping, change: Change) -> Mapping | None:
    """The mapping of days to values in which a change belongs."""
    path = ["parameters", change.key.parameter]
    path += ["rows", change.key.row, "values"] if change.key.row else ["values"]
    node: Node | None = tree
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else None


def _inside(wanted: dict[str, Any], change: Change) -> dict[str, Any]:
    found: Any = wanted["parameters"][change.key.parameter]
    if change.key.row:
        found = found["rows"][change.key.row]
    values: dict[str, Any] = found["values"]
    return values


def _changed(tree: Mapping, change: Change, wanted: dict[str, Any]) -> Edit | None:
    values, day = _values(tree, change), change.key.since.isoformat()
    node = values.get(day) if values else None
    holder = node if isinstance(node, Mapping) else None
    scalar = holder.get("value") if holder else node
    if not isinstance(scalar, Scalar) or scalar.style not in {"", "'", '"'}:
        return None
    # Numbers stand without quotes, whatever stood there; only a fraction needs them.
    style = scalar.style if change.parameter.type == "date" else ""
    text = _written(change.text, style)
    inside = _inside(wanted, change)
    new = _typed(change.text, style)
    if holder:
        inside[day]["value"] = new
    else:
        inside[day] = new
    return Edit(scalar.span, text)


def _written(text: str, style: str = "") -> str:
    """A value in the quotes that were there; a fraction needs some."""
    quote = style or ('"' if "/" in text else "")
    return f"{quote}{text}{quote}"


def _typed(text: str, style: str = "") -> Any:
    """What a written value is read as."""
    from relapse_rules.documents.yaml.reader import read_yaml

    tree = read_yaml(Source("value", f"value: {_written(text, style)}\n"))
    node = tree.get("value")
    assert isinstance(node, Scalar)
    return node.value


def _added(tree: Mapping, change: Change, wanted: dict[str, Any]) -> Edit | None:
    values, day = _values(tree, change), change.key.since.isoformat()
    if values is None or not values.entries:
        return None
    source = values.span.source
    last = max(values.entries, key=lambda pair: pair.key.span.start)
    entry = _entry(change, chinese=in_chinese(source.text))
    end = _end_of(last, source)
    if source.text[values.span.start] == "{":
        text = f", {day}: {entry}"
    else:
        # Behind the comment of that line, and as deep as the values before it.
        stop = source.text.find("\n", end)
        end = len(source.text) if stop < 0 else stop
        end -= source.text[:end].endswith("\r")
        newline = "\r\n" if "\r\n" in source.text else "\n"
        text = f"{newline}{' ' * (last.key.span.column - 1)}{day}: {entry}"
    found: dict[str, Any] = {"value": _typed(change.text)}
    if change.source:
        found["source"] = {"in": change.source} | (
            {"at": change.at} if change.at else {}
        )
    if change.assumption:
        found["assumption"] = change.assumption
    _inside(wanted, change)[day] = found
    return Edit(Span(source, end, end), text)


def _end_of(pair: Pair, source: Source) -> int:
    """Where the text of a value ends: blanks and line ends behind it are not its own."""
    end = pair.value.span.end
    start = pair.value.span.start
    return start + len(source.text[start:end].rstrip())


def _entry(change: Change, *, chinese: bool) -> str:
    def key(name: str) -> str:
        return key_word(name) if chinese else name

    parts = [f"{key('value')}: {_written(change.text)}"]
    if change.source:
        cited = [f"{key('in')}: {_quoted(change.source)}"]
        cited += [f"{key('at')}: {_quoted(change.at)}"] if change.at else []
        parts.append(f"{key('source')}: {{{', '.join(cited)}}}")
    if change.assumption:
        parts.append(f"{key('assumption')}: {_quoted(change.assumption)}")
    return f"{{{', '.join(parts)}}}"


def _quoted(text: str) -> str:
    """A text as YAML reads it back, in quotes unless it is a plain word."""
    if text.replace("-", "").replace("_", "").isalnum() and not text.isdecimal():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
