"""The example service over real HTTP: its answers, refusals, load and reloads."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn
from examples.service.app import create_app
from examples.service.problems import problem_response

from relapse_rules import Decision, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relapse_rules import Evaluator

JALAID, DAY = "152223", "2021-11-22"
HOUSEHOLD = {
    "household_size": 3,
    "is_ex_poor": False,
    "recorded_per_capita_net_income": "5408.70",
    "risk_causes": ["illness"],
    "members": [],
}
SMALL = """\
policy: village
title: {zh: 示例村, en: village}
level: county
area: "990001"
facts:
  income: {label: {zh: 人均收入, en: income}, type: money, min: 0, max: 1000000}
  head: {label: {zh: 户主, en: head}, type: text, personal: true}
parameters:
  line: {label: {zh: 收入线, en: line}, unit: 元, values: {2021-01-01: {value: 6000}}}
tiers:
  low: {label: {zh: 低收入, en: low}, when: income < line}
"""
OTHER = SMALL.replace("policy: village", "policy: other").replace("990001", "990002")


@contextmanager
def served(root: Path, every: float = 60.0) -> Iterator[httpx.Client]:
    config = uvicorn.Config(create_app(root, every), port=0, ws="none", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        port = server.servers[0].sockets[0].getsockname()[1]
        base = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=base, trust_env=False, timeout=20) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(10)


def until(holds: Callable[[], bool], seconds: float = 8.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """The service over the shipped policies."""
    with served(Path(__file__).parents[2] / "policies") as client:
        yield client


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A policy file in a folder of its own."""
    path = tmp_path / "village.policy.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def asked(household: Any = None, **more: Any) -> dict[str, Any]:
    found = HOUSEHOLD if household is None else household
    return {"area": JALAID, "date": DAY, "household": found, **more}


def post_raw(
    client: httpx.Client, text: str | bytes, lang: str = "zh"
) -> httpx.Response:
    headers = {"Content-Type": "application/json", "Accept-Language": lang}
    return client.post("/decisions", content=text, headers=headers)


@cache
def rules() -> Evaluator:
    return load("cn/inner-mongolia/hinggan/jalaid").on(DAY)


def direct(household: dict[str, Any]) -> Decision:
    return rules().evaluate(household)


# --- answers


def test_a_decision_is_the_one_of_the_library(client: httpx.Client) -> None:
    answer = client.post("/decisions", json=asked())
    assert answer.status_code == 200
    assert Decision.from_json(answer.text) == direct(HOUSEHOLD)


def test_a_place_may_be_named_by_its_policy(client: httpx.Client) -> None:
    body = asked(policy="cn/inner-mongolia/hinggan/jalaid")
    del body["area"]
    by_area = client.post("/decisions", json=asked())
    assert client.post("/decisions", json=body).json() == by_area.json()


def test_numbers_of_a_body_stay_exact(client: httpx.Client) -> None:
    text = json.dumps(asked()).replace('"5408.70"', "5408.7")
    values = post_raw(client, text).json()["answers"]["values"]
    assert values["per_capita_net_income"] == "5408.70"


def test_a_number_too_exact_for_a_float_is_still_seen(client: httpx.Client) -> None:
    text = json.dumps(asked()).replace('"5408.70"', "5408.7000000000000000000001")
    answer = post_raw(client, text)
    assert answer.status_code == 422
    assert answer.json()["code"] == "RR607"


def test_an_explanation_has_both_languages_and_the_trace(client: httpx.Client) -> None:
    found = client.post("/explanations", json=asked()).json()
    assert "边缘易致贫户" in found["text"]["zh"]
    assert "marginal household" in found["text"]["en"]
    assert found["trace"]["types.marginal.when"]["value"] is True
    assert found["digest"] == direct(HOUSEHOLD).digest
    short = client.post("/explanations?trace=false", json=asked()).json()
    assert short == {k: v for k, v in found.items() if k != "trace"}


def test_every_governing_place_is_listed(client: httpx.Client) -> None:
    found = {place["area"]: place for place in client.get("/places").json()}
    assert found[JALAID]["title"]["zh"]
    assert "cn/national" in found[JALAID]["layers"]


def test_the_schema_accepts_what_the_service_accepts(client: httpx.Client) -> None:
    import jsonschema

    answer = client.get(f"/places/{JALAID}/schema")
    assert answer.headers["content-type"] == "application/schema+json"
    jsonschema.Draft202012Validator(answer.json()).validate(HOUSEHOLD)
    wrong = jsonschema.Draft202012Validator(answer.json()).is_valid({"incom": 1})
    assert not wrong


def test_health_is_ok(client: httpx.Client) -> None:
    found = client.get("/health").json()
    assert found["status"] == "ok"
    assert found["places"] >= 5


def ask_at_once(
    client: httpx.Client, place: str, households: list[dict[str, Any]], times: int
) -> list[Any]:
    """The answers to many requests, sixteen of them under way at any time."""

    def ask(household: dict[str, Any]) -> Any:
        body = {"policy": place, "date": DAY, "household": household}
        return client.post("/decisions", json=body).json()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(ask, households * times))


def test_200_requests_at_once_are_decided_as_one_by_one(village: Path) -> None:
    households = [{"income": f"{5990 + n}.5"} for n in range(20)]
    small = load(village).on(DAY)
    expected = [small.evaluate(one).as_dict() for one in households]
    with served(village.parent) as client:
        found = ask_at_once(client, "village", households, 10)
    assert found == expected * 10


def test_a_real_policy_decides_many_at_once_too(client: httpx.Client) -> None:
    households = [{**HOUSEHOLD, "household_size": 1 + n} for n in range(8)]
    expected = [direct(one).as_dict() for one in households]
    place = "cn/inner-mongolia/hinggan/jalaid"
    assert ask_at_once(client, place, households, 4) == expected * 4


# --- refusals


def test_bad_facts_are_named_in_the_language_asked_for(client: httpx.Client) -> None:
    body = asked({"household_size": 0, "phone": "13800000000", "incom": "秘密"})
    answer = client.post("/decisions", json=body, headers={"Accept-Language": "en-GB"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problems = {p["fact"]: p for p in answer.json()["problems"]}
    assert problems["household_size"]["code"] == "RR604"
    assert "out of range" in problems["household_size"]["message"]
    assert "秘密" not in answer.text
    assert "13800000000" not in answer.text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("fr", "zh"),
        ("en", "en"),
        ("zh-CN,en;q=0.8", "zh"),
        ("fr, en;q=0.5, zh;q=0.4", "en"),
        ("en;q=x", "zh"),
    ],
)
def test_the_language_is_chosen_by_weight(
    client: httpx.Client, header: str, language: str
) -> None:
    answer = post_raw(client, "{", header)
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"area": "152223",}', "not_json"),
        (b"\xff\xfe", "unreadable"),
        ("[" * 100_000, "unreadable"),
        ('{"a": ' + "1" * 5000 + "}", "unreadable"),
        ('{"a": 1e99999999999999999999}', "unreadable"),
        ('{"a": 1, "a": 1}', "repeated_key"),
        ('{"household": {"income": NaN}}', "not_finite"),
        ("[]", "bad_request"),
        ("{}", "bad_request"),
        ('{"area": 152223, "date": "2021-11-22", "household": {}}', "bad_request"),
        ('{"area": "1", "policy": "x", "date": "", "household": {}}', "bad_request"),
        ('{"area": "152223", "date": "20211122", "household": {}}', "bad_date"),
        ('{"area": "152223", "date": "2021-02-29", "household": {}}', "bad_date"),
        ('{"area": "152223", "date": 20211122, "household": {}}', "bad_date"),
    ],
)
def test_a_malformed_request_is_refused(
    client: httpx.Client, text: str | bytes, code: str
) -> None:
    answer = post_raw(client, text)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize(
    "place",
    [
        {"area": "110101"},
        {"area": "x"},
        {"area": "000000000000000000"},
        {"policy": "cn/atlantis"},
        {"policy": "\ud800"},
    ],
)
def test_an_unknown_place_is_not_found(
    client: httpx.Client, place: dict[str, str]
) -> None:
    text = json.dumps({"date": DAY, "household": {}, **place})
    answer = post_raw(client, text)
    assert answer.status_code == 404
    assert answer.json()["code"].startswith("RR7")
    assert next(iter(place.values())) not in answer.text


def test_a_layer_that_others_extend_decides_about_nobody(client: httpx.Client) -> None:
    body = {"policy": "cn/national", "date": DAY, "household": {}}
    answer = client.post("/decisions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_place")


def test_a_day_without_rules_is_said(client: httpx.Client) -> None:
    answer = client.post("/decisions", json=asked(date="1999-01-01"))
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["file"].endswith(".policy.yaml")


def test_a_body_above_the_limit_is_refused(client: httpx.Client) -> None:
    answer = post_raw(client, b" " * ((1 << 20) + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert post_raw(client, b" " * (1 << 20)).status_code == 400


def test_unknown_paths_and_methods_are_problems_too(client: httpx.Client) -> None:
    for answer in (client.get("/nowhere"), client.get("/decisions")):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


def test_a_broken_character_in_a_name_is_shown_safely(client: httpx.Client) -> None:
    answer = post_raw(client, json.dumps(asked({"\ud800": 1})))
    assert answer.status_code == 422
    assert answer.json()["code"] == "RR601"


def test_an_unforeseen_error_tells_nothing() -> None:
    answer = problem_response(KeyError("13800000000"), "en")
    assert answer.status_code == 500
    assert b"13800000000" not in bytes(answer.body)


def test_logs_hold_no_value_of_a_record(
    village: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    body = {"area": "990001", "date": DAY}
    with served(village.parent) as client:
        for household in (
            {"head": "某某某", "income": "7654321.00"},
            {"income": "某某某"},
        ):
            answer = client.post("/decisions", json={**body, "household": household})
            assert "某某某" not in answer.text
    assert "POST /decisions" in caplog.text
    assert "某某某" not in caplog.text
    assert "7654321" not in caplog.text


# --- reloading


def tier(client: httpx.Client, income: str = "6500") -> Any:
    body = {"policy": "village", "date": DAY, "household": {"income": income}}
    return client.post("/decisions", json=body).json()["answers"]["tiers"]["value"]


def test_a_changed_policy_is_taken_up(village: Path) -> None:
    with served(village.parent, every=0.05) as client:
        assert tier(client) is None
        village.write_text(SMALL.replace("6000", "7000"), encoding="utf-8")
        until(lambda: tier(client) == "low")
        assert client.get("/health").json()["status"] == "ok"


def test_a_bad_file_leaves_the_old_book_in_use(village: Path) -> None:
    other = village.with_name("other.policy.yaml")
    with served(village.parent, every=0.05) as client:
        # A bad change and a good new file together: neither may be taken.
        village.write_text(SMALL.replace("income <", "incom <"), encoding="utf-8")
        other.write_text(OTHER, encoding="utf-8")
        until(lambda: client.get("/health").json()["status"] == "stale")
        health = client.get("/health", headers={"Accept-Language": "en"}).json()
        problem = health["problems"][0]
        assert (problem["line"], problem["column"]) == (11, 42)
        assert problem["file"].endswith("village.policy.yaml")
        assert tier(client, "5999.99") == "low"
        assert [p["area"] for p in client.get("/places").json()] == ["990001"]
        village.write_text(SMALL, encoding="utf-8")
        until(lambda: client.get("/health").json()["places"] == 2)


def test_a_folder_left_empty_keeps_the_old_book(village: Path) -> None:
    with served(village.parent, every=0.05) as client:
        village.unlink()
        until(lambda: client.get("/health").json()["status"] == "stale")
        assert tier(client, "0") == "low"
