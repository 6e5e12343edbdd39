"""JSON bodies as a service for money must read them: bounded, exact, unambiguous."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from .problems import ProblemError

if TYPE_CHECKING:
    from starlette.requests import Request

LIMIT = 1 << 20
# A client that is cut off while it still sends may never see why; so a body that is
# too large is read to here and thrown away before the answer.
DRAINED = 8 * LIMIT


async def read_json(request: Request) -> Any:
    """The value of a body: numbers as int or Decimal, never as float.

    Raises ProblemError when it is too large, not JSON, states a key twice, or holds NaN.
    """
    return parsed(await _bounded(request))


async def _bounded(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > DRAINED:
            break
        if size <= LIMIT:
            chunks.append(chunk)
    if size > LIMIT:
        raise ProblemError("too_large")
    return b"".join(chunks)


def parsed(body: bytes) -> Any:
    """The value of JSON bytes in UTF-8."""
    try:
        return json.loads(
            body.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_float=Decimal,
            parse_constant=_constant,
        )
    except ProblemError:
        raise
    except json.JSONDecodeError as error:
        raise ProblemError("not_json", line=error.lineno, column=error.colno) from None
    except (ValueError, InvalidOperation, RecursionError):
        # Not UTF-8, a number of thousands of digits, or brackets without end.
        raise ProblemError("unreadable") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ProblemError("repeated_key")
    return found


def _constant(_name: str) -> Any:
    raise ProblemError("not_finite")
