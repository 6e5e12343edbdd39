"""Errors as RFC 9457 problem details, in the language the client asked for.

No problem repeats a value that was sent: it may be personal.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import JSONResponse

from relapse_rules import PlaceError, PolicyError, RecordError

if TYPE_CHECKING:
    from starlette.requests import Request

    from relapse_rules.messages import Lang


class Kind(NamedTuple):
    """One kind of problem of this service: its status, and its title in both languages."""

    status: HTTPStatus
    zh: str
    en: str


KINDS = {
    "not_json": Kind(
        HTTPStatus.BAD_REQUEST,
        "第 {line} 行第 {column} 列：不是 JSON",
        "line {line}, column {column}: this is not JSON",
    ),
    "unreadable": Kind(
        HTTPStatus.BAD_REQUEST,
        "读不了请求体：不是 UTF-8，数字过长，或嵌套太深",
        "the body cannot be read: not UTF-8, a number too long, or nested too deep",
    ),
    "repeated_key": Kind(
        HTTPStatus.BAD_REQUEST,
        "同一个键写了两次；不会替您挑选",
        "a key is stated twice; none is chosen for you",
    ),
    "not_finite": Kind(
        HTTPStatus.BAD_REQUEST,
        "JSON 里没有 NaN 和 Infinity；未知请省略或填 null",
        "JSON has no NaN or Infinity; leave out what is unknown, or give null",
    ),
    "bad_request": Kind(
        HTTPStatus.BAD_REQUEST,
        "请求体应为 {{area 或 policy, date, household}}：`{field}` 缺失、多余或类型不对",
        "the body must be {{area or policy, date, household}}: `{field}` is missing, unknown or of the wrong type",
    ),
    "bad_date": Kind(
        HTTPStatus.BAD_REQUEST,
        "`date` 要写成 YYYY-MM-DD，且日历上确有这一天",
        "`date` must be written YYYY-MM-DD, a day that the calendar has",
    ),
    "unknown_place": Kind(
        HTTPStatus.NOT_FOUND,
        "没有这个地方的政策；GET /places 列出全部",
        "there is no policy for this place; GET /places lists them all",
    ),
    "too_large": Kind(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "请求体超过 1 MiB",
        "the body is larger than 1 MiB",
    ),
    "bad_record": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, "住户记录有误", "the household record is wrong"
    ),
    "not_in_force": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "政策在这一天不能适用",
        "the policy cannot be applied on that day",
    ),
    "failed": Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "服务出错", "the service failed"),
}


class ProblemError(Exception):
    """A problem that this service finds before the rules are asked."""

    def __init__(self, kind: str, **args: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.args_ = args


def language(request: Request) -> Lang:
    """The language of Accept-Language that we speak, by its weight; else Chinese."""
    best: tuple[float, Lang] = (0.0, "zh")
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().lower().partition(";q=")
        spoken = _spoken(tag)
        try:
            found = float(weight or 1)
        except ValueError:
            continue
        if spoken and found > best[0]:
            best = (found, spoken)
    return best[1]


def _spoken(tag: str) -> Lang | None:
    name = tag.split("-", maxsplit=1)[0]
    return "en" if name == "en" else "zh" if name in {"zh", "*"} else None


def problem_response(error: Exception, lang: Lang) -> JSONResponse:
    """The answer to a request that failed; any unforeseen error says nothing more."""
    if isinstance(error, ProblemError):
        return _response(error.kind, lang, error.args_)
    if isinstance(error, PlaceError):
        return _response("unknown_place", lang, code=error.code)
    if isinstance(error, RecordError):
        found = [problem.as_dict(lang) for problem in error.problems]
        return _response("bad_record", lang, code=found[0]["code"], problems=found)
    if isinstance(error, PolicyError):
        found = [diagnostic.as_dict(lang) for diagnostic in error.diagnostics]
        return _response("not_in_force", lang, code=found[0]["code"], problems=found)
    return _response("failed", lang)


def _response(
    name: str, lang: Lang, args: dict[str, Any] | None = None, **more: Any
) -> JSONResponse:
    kind = KINDS[name]
    title = (kind.en if lang == "en" else kind.zh).format_map(args or {})
    about = {"type": f"urn:relapse-rules:{name.replace('_', '-')}", "title": title}
    headers = {"Content-Language": lang, "Vary": "Accept-Language"}
    return JSONResponse(
        {**about, "status": kind.status.value, "code": name, **more},
        kind.status.value,
        headers,
        media_type="application/problem+json",
    )


def plain_response(status: int, lang: Lang) -> JSONResponse:
    """A failure of HTTP itself, such as an unknown path or method."""
    return JSONResponse(
        {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status},
        status,
        {"Content-Language": lang, "Vary": "Accept-Language"},
        media_type="application/problem+json",
    )
