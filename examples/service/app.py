"""A service that decides about households: `uvicorn --factory examples.service.app:create_app`."""

from __future__ import annotations

import logging
import os
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from relapse_rules import RulesError
from relapse_rules.records.schema import household_schema

from .json_body import read_json
from .place_book import PlaceBook
from .problems import ProblemError, language, plain_response, problem_response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from relapse_rules import Book, Decision, Policy

logger = logging.getLogger(__name__)
ROOT = Path(__file__).parents[2] / "policies"
FIELDS = {"area", "policy", "date", "household"}


class Asked(NamedTuple):
    """A request for a decision, whose household has not been looked at yet."""

    name: Literal["area", "policy"]
    place: str
    day: date
    household: Mapping[str, Any]


def create_app(root: Path | None = None, every: float = 2.0) -> FastAPI:
    """The service over the policies below `root`, or below POLICY_ROOT."""
    folder = root or Path(os.environ.get("POLICY_ROOT", ROOT))
    places = PlaceBook(folder, every)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        places.start()
        yield
        places.stop()

    # The pages of /docs load scripts from elsewhere, which an inner network has not.
    app = FastAPI(
        title="relapse_rules", lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.add_exception_handler(ProblemError, _on_error)
    app.add_exception_handler(RulesError, _on_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    _add_questions(app, places)
    _add_decisions(app, places)
    return app


async def _on_error(request: Request, error: Exception) -> Response:
    return problem_response(error, language(request))


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return plain_response(error.status_code, language(request))


def _add_questions(app: FastAPI, places: PlaceBook) -> None:
    @app.get("/health")
    def health(request: Request) -> JSONResponse:
        return JSONResponse(places.state.as_dict(language(request)))

    @app.get("/places")
    def every_place() -> JSONResponse:
        return JSONResponse([_about(policy) for policy in places.book.places])

    @app.get("/places/{area}/schema")
    def schema(area: str) -> JSONResponse:
        policy = places.book.governing(area)
        return JSONResponse(
            household_schema(policy.facts), media_type="application/schema+json"
        )


def _about(policy: Policy) -> dict[str, Any]:
    return {
        "policy": policy.id,
        "area": policy.area,
        "level": policy.level,
        "title": {"zh": policy.title.zh, "en": policy.title.en},
        "layers": [layer.id for layer in policy.layers],
        "digest": policy.digest,
    }


def _add_decisions(app: FastAPI, places: PlaceBook) -> None:
    @app.post("/decisions", openapi_extra=_BODY)
    async def decide(request: Request) -> Response:
        """The decision about one household; a client reads it with Decision.from_json."""
        return await _answer(request, places, _decision_json)

    @app.post("/explanations", openapi_extra=_BODY)
    async def explain(request: Request) -> Response:
        """Why: the text in both languages, and every clause with its values.

        The clauses of a real policy make a long answer: `?trace=false` leaves them out.
        """
        with_trace = request.query_params.get("trace") != "false"

        def write(decision: Decision) -> Response:
            return _explanation(decision, with_trace=with_trace)

        return await _answer(request, places, write)


async def _answer(
    request: Request, places: PlaceBook, write: Callable[[Decision], Response]
) -> Response:
    """Read and check the request, then decide apart from the event loop."""
    asked = as_asked(await read_json(request))
    book = places.book

    def work() -> Response:
        return write(decided(book, asked))

    try:
        return await run_in_threadpool(work)
    except (RulesError, ProblemError):
        raise
    except Exception as error:  # noqa: BLE001 - its text could hold a value of the record
        logger.error("a decision failed: %s", _place_of(error))  # noqa: TRY400 - likewise
        return problem_response(error, language(request))


def _place_of(error: Exception) -> str:
    """The type of an error and where it arose, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code if trace is not None else None
    return f"{type(error).__name__} in {code.co_qualname if code else '?'}"


def as_asked(body: Any) -> Asked:
    """The parts of a request body; ProblemError names the first that is wrong."""
    if not isinstance(body, dict):
        raise ProblemError("bad_request", field="body")
    if body.keys() - FIELDS:
        raise ProblemError("bad_request", field="?")
    name: Literal["area", "policy"] = "policy" if "policy" in body else "area"
    place, household = body.get(name), body.get("household")
    if not isinstance(place, str) or {"area", "policy"} <= body.keys():
        raise ProblemError("bad_request", field=name)
    if not isinstance(household, dict):
        raise ProblemError("bad_request", field="household")
    return Asked(name, place, _day(body.get("date")), household)


def _day(text: Any) -> date:
    """Only YYYY-MM-DD: fromisoformat alone would also read 20211122 and 2021-W47-1."""
    try:
        found = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise ProblemError("bad_date")
    return found


def decided(book: Book, asked: Asked) -> Decision:
    """The decision that the request asks for.

    Raises PlaceError for an unknown place, PolicyError when the policy is not in force on
    that day, and RecordError for a household with bad facts.
    """
    policy = (
        book[asked.place] if asked.name == "policy" else book.governing(asked.place)
    )
    if not policy.governs:
        # A layer that others only extend, such as a province, decides about nobody.
        raise ProblemError("unknown_place")
    return policy.on(asked.day).evaluate(asked.household)


def _decision_json(decision: Decision) -> Response:
    return Response(decision.to_json(), media_type="application/json")


def _explanation(decision: Decision, *, with_trace: bool) -> Response:
    found: dict[str, Any] = {
        "policy": decision.policy,
        "date": decision.date.isoformat(),
        "digest": decision.digest,
        "text": {"zh": decision.explain("zh"), "en": decision.explain("en")},
    }
    return JSONResponse(found | {"trace": decision.trace} if with_trace else found)


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["date", "household"],
                    "oneOf": [{"required": ["area"]}, {"required": ["policy"]}],
                    "additionalProperties": False,
                    "properties": {
                        "area": {"type": "string", "examples": ["152223"]},
                        "policy": {"type": "string"},
                        "date": {"type": "string", "format": "date"},
                        "household": {"type": "object"},
                    },
                }
            }
        },
    }
}
