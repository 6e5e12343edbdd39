"""`--help` and complaints about usage, in the language of the session."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, cast

import click

from relapse_rules.errors import default_lang
from relapse_rules.messages import word
from relapse_rules.messages.help import HELP
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.messages import Lang

_LANG = "relapse_rules.lang"


def lang_of(ctx: click.Context | None) -> Lang:
    """The language that was asked for, also while the arguments are still being read."""
    found = ctx.meta.get(_LANG) if ctx is not None else None
    return cast("Lang", found or default_lang())


def note_lang(ctx: click.Context, args: Sequence[str]) -> None:
    """Remembers a `--lang` among arguments that may be wrong, to say so in it."""
    for at, arg in enumerate(args):
        name, _, value = arg.partition("=")
        if name == "--lang":
            value = value or "".join(args[at + 1 : at + 2])
            if value in {"zh", "en"}:
                ctx.meta[_LANG] = value


def said(lang: Lang, *keys: str) -> str:
    """What the catalogue says under the first key it has."""
    pairs = (HELP[key] for key in keys if key in HELP)
    return next(pairs)[0 if lang == "zh" else 1]


class Formatter(click.HelpFormatter):
    """Headings in one language."""

    lang: Lang = "zh"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or word("usage_usage", self.lang))

    def write_heading(self, heading: str) -> None:
        known = word(f"usage_{heading}", self.lang)
        super().write_heading(heading if known == f"usage_{heading}" else known)


class SpokenContext(click.Context):
    """A context whose help has a language."""

    def make_formatter(self) -> click.HelpFormatter:
        found = Formatter(width=self.terminal_width, max_width=self.max_content_width)
        found.lang = lang_of(self)
        return found


def write_text(formatter: click.HelpFormatter, text: str) -> None:
    """The help of a command, below its usage."""
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)


def write_options(
    ctx: click.Context,
    params: Iterable[click.Parameter],
    formatter: click.HelpFormatter,
) -> None:
    """Every option with what it is for."""
    rows = [row for param in params if (row := _row(ctx, param))]
    if rows:
        with formatter.section("Options"):
            formatter.write_dl(rows)


def _row(ctx: click.Context, param: click.Parameter) -> tuple[str, str] | None:
    if not isinstance(param, click.Option):
        return None
    spoken = copy(param)
    name = max(param.opts, key=len)
    lang = lang_of(ctx)
    spoken.help = said(lang, f"{ctx.command.name}:{name}", f":{name}")
    row = spoken.get_help_record(ctx)
    if row is None:
        return None
    return row[0], row[1].replace("[default:", f"[{word('usage_default', lang)}:")


def complaint(error: click.ClickException) -> str:
    """What is wrong with a command that was typed."""
    ctx = getattr(error, "ctx", None)
    lang = lang_of(ctx)
    lines = [f"{word('error', lang)}: {_reason(error, lang)}"]
    if isinstance(error, click.UsageError) and ctx is not None:
        command = ctx.command_path
        lines.append(word("usage_try", lang).format(command=command))
    return "\n".join(lines)


def _reason(error: click.ClickException, lang: Lang) -> str:
    def text(key: str, **args: Any) -> str:
        return word(f"usage_{key}", lang).format(**args)

    match error:
        case click.NoSuchOption():
            found = text("no_option", name=error.option_name)
            near = word("cli_between", lang).join(sorted(error.possibilities or ()))
            return found + (text("meant", names=near) if near else "")
        case click.MissingParameter(param=param):
            return text("missing", name=_name(param))
        case click.BadParameter(param=param):
            return text("value", name=_name(param), why=_why(error, lang))
        case click.BadOptionUsage():
            return text("no_value", name=error.option_name)
    message = error.format_message()
    if message.startswith("Got unexpected extra argument"):
        return text("extra", names=message.partition("(")[2].removesuffix(")"))
    if message.startswith("No such command"):
        name = message.partition("'")[2].partition("'")[0]
        near = _nearest_command(error, name)
        found = text("no_command", name=name)
        return found + (text("meant", names=near) if near else "")
    return message


def _nearest_command(error: click.ClickException, name: str) -> str:
    ctx = getattr(error, "ctx", None)
    if ctx is None or not isinstance(ctx.command, click.Group):
        return ""
    return nearest_name(name, ctx.command.list_commands(ctx))


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or (param.name or "").upper()) if param is not None else ""


def _why(error: click.BadParameter, lang: Lang) -> str:
    kind = error.param.type if error.param is not None else None
    value = error.message.partition("'")[2].partition("'")[0]
    if kind is click.INT:
        return word("usage_number", lang).format(value=value)
    if isinstance(kind, click.Choice):
        known = ", ".join(map(str, kind.choices))
        return word("usage_one_of", lang).format(value=value, known=known)
    return error.message
