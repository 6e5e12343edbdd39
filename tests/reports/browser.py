"""A real browser without a window, to look at pages: what it asks for, logs and draws."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
    *("--disable-background-networking", "--enable-logging=stderr"),
    *("--virtual-time-budget=8000", "--disable-dev-shm-usage"),
)
# Reads a page in a frame of some width; `print` shows it as it is printed.
FRAME = """<!DOCTYPE html><body style="margin:0"><iframe id="f" src="/page.html"
 style="width:{width}px;height:3000px;border:0"></iframe><pre id="found"></pre><script>
const contrast = (a, b) => {{
  const light = (c) => {{
    const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map(Number).map((v) => {{
      v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }});
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; }};
  const [x, y] = [light(a), light(b)].sort((m, n) => n - m);
  return (x + 0.05) / (y + 0.05); }};
document.getElementById("f").onload = (event) => {{
  const view = event.target.contentWindow, page = view.document;
  if ({print}) for (const style of page.querySelectorAll("style"))
    style.textContent = style.textContent.replaceAll("@media print", "@media all");
  const css = (e) => view.getComputedStyle(e);
  const ground = (e) => {{
    for (let at = e; at; at = at.parentElement) {{
      const color = css(at).backgroundColor;
      if (!/rgba\\(.*, 0\\)/.test(color)) return color; }}
    return "rgb(255, 255, 255)"; }};
  const found = {{wide: page.documentElement.scrollWidth, small: [], faint: [], tables: [], rows: []}};
  for (const e of page.body.querySelectorAll("*")) {{
    const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!text || e.tagName === "TITLE" || !e.getClientRects().length) continue;
    const drawn = e.namespaceURI.endsWith("svg");
    const ratio = contrast(drawn ? css(e).fill : css(e).color, ground(e));
    if (ratio < 4.5) found.faint.push([e.tagName, e.className.baseVal ?? e.className, ratio]);
    if (!drawn && parseFloat(css(e).fontSize) < {smallest}) found.small.push([e.tagName, css(e).fontSize]);
  }}
  for (const t of page.querySelectorAll("table")) {{
    const holder = t.parentElement;
    found.tables.push({{over: t.scrollWidth - holder.clientWidth, scrolls: css(holder).overflowX}});
  }}
  for (const r of page.querySelectorAll("tr"))
    found.rows.push({{tall: r.getBoundingClientRect().height, whole: css(r).breakInside}});
  found.heads = [...page.querySelectorAll("thead")].every((h) => css(h).display === "table-header-group");
  document.getElementById("found").textContent = JSON.stringify(found);
}};
</script></body>"""


def browser() -> str | None:
    """The program, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Site:
    """Serves one page, and remembers what was asked for."""

    page: str
    asked: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.partition("?")[0]
                if name != "/favicon.ico":
                    site.asked.append(name)
                found = {"/page.html": site.page, **site.pages}.get(name)
                self.send_response(204 if found is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((found or "").encode("utf-8"))

            def log_message(self, *_: Any) -> None:
                """Said nowhere."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{name}"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The browser with a profile of its own, so that runs do not meet."""
    program = browser()
    assert program is not None
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [program, *FLAGS, profile, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=120
    )


def seen(
    folder: Path, page: str, *, width: int, printed: bool = False
) -> Mapping[str, Any]:
    """What a page looks like in a frame of some width."""
    smallest = 9 if printed else 11
    with Site(page) as site:
        shown = "true" if printed else "false"
        site.pages["/frame.html"] = FRAME.format(
            width=width, print=shown, smallest=smallest
        )
        done = run(folder, "--dump-dom", site.address("/frame.html"))
    match = re.search(r'<pre id="found">(.*?)</pre>', done.stdout, re.DOTALL)
    assert match, done.stdout[-2000:]
    found: Mapping[str, Any] = json.loads(unescape(match.group(1)))
    return found
