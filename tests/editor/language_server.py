"""The YAML language server that editors run, spoken to over its standard streams."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
INSTALLED = ROOT / ".venv/editor/node_modules/.bin/yaml-language-server"
_SETTINGS = {"validate": True, "hover": True, "completion": True}
_CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
    }
}


def missing() -> str:
    """Why the server cannot be run here, or nothing."""
    if shutil.which("node") is None:
        return "there is no node here to run the YAML language server"
    if not INSTALLED.exists():
        return "the YAML language server could not be installed: see make test"
    return ""


class LanguageServer:
    """One running server; what it says by itself is kept until it is asked for."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [INSTALLED, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._asked = 0
        self._said: list[dict[str, Any]] = []
        about = {"processId": None, "rootUri": ROOT.as_uri()}
        self.ask("initialize", about | {"capabilities": _CAPABILITIES})
        self.tell("initialized", {})

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request; the server's own requests are answered meanwhile."""
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        return next(
            message.get("result")
            for message in self._messages()
            if message.get("id") == self._asked and "method" not in message
        )

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def open(self, path: Path, text: str) -> str:
        """Shows the server a text as if it stood at `path`; returns its address."""
        about = {"languageId": "yaml", "version": 1, "text": text}
        self.tell(
            "textDocument/didOpen", {"textDocument": {"uri": path.as_uri(), **about}}
        )
        return path.as_uri()

    def problems(self, uri: str) -> list[dict[str, Any]]:
        """What the server finds wrong with a text that was opened."""
        for message in self._messages():
            params = message.get("params", {})
            if (
                message.get("method", "").endswith("Diagnostics")
                and params["uri"] == uri
            ):
                found: list[dict[str, Any]] = params["diagnostics"]
                return found
        raise AssertionError("the server ended")

    def at(self, method: str, uri: str, place: tuple[int, int]) -> Any:
        """The answer to a request about a place of a text: zero-based line, column."""
        line, column = place
        position = {"line": line, "character": column}
        params = {"textDocument": {"uri": uri}, "position": position}
        return self.ask(f"textDocument/{method}", params)

    def _messages(self) -> Iterator[dict[str, Any]]:
        while True:
            message = self._read()
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": _settings(message)})
            else:
                yield message

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        head = b"Content-Length: %d\r\n\r\n" % len(content)
        self._process.stdin.write(head + content)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server ended"
        found: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return found


def _settings(message: dict[str, Any]) -> Any:
    if message["method"] != "workspace/configuration":
        return None
    items = message["params"]["items"]
    return [_SETTINGS if item.get("section") == "yaml" else None for item in items]
