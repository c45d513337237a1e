"""Calls as docs/openapi.json has them, right and wrong ones: the answers are as documented, too."""

import json
from urllib.parse import unquote

import pytest
import requests
import schemathesis
from fuzz.asking import Asked, ask
from fuzz.routes import Route
from fuzz.world import chunk
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from unsilenced.http.every_call import every_call
from unsilenced.site import api_document

CALLS = every_call()
DOCUMENT = schemathesis.openapi.from_dict(api_document.document())
ROLES = {None: "anonymous", "anonymous": "anonymous", "member": "member"}
ROLES |= {"half_session": "half session"}
AS_DOCUMENTED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
NOT_DONE = {
    "DELETE /desk/api/factors/{factor}": "the last one stays",
    "POST /desk/api/factors/passkey": "nobody has a passkey here",
    "POST /desk/api/factors/totp": "the code is a guess",
    "POST /desk/api/four-eyes": "the project has several people",
    "POST /desk/api/log-in/passkey": "nobody has a passkey here",
    "POST /desk/api/log-in/recovery-code": "the code is a guess",
    "POST /desk/api/log-in/totp": "the code is a guess",
    "GET /desk/api/reports/{report}/attachments/{uid}/{index}": "no chunk has come",
    "POST /desk/api/reports/{report}/deletion/agreed": "nobody asked",
    "POST /desk/api/set-up": "it is set up",
    "GET /return/attachments/{uid}/{index}": "no chunk has come",
}
"""Calls that are refused in this world, and why: of their answers mypy alone is the judge."""

TRIES = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


def cases(operation, places):
    """Right and wrong calls about what is there, and right ones about what is not."""
    right, wrong = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
    found = [operation.as_strategy(right), operation.as_strategy(right, path_parameters=places)]
    if operation.body:
        found.append(operation.as_strategy(wrong, path_parameters=places))
    return st.one_of(*found)


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_every_answer_is_as_documented(world, call):
    places = places_of(world, call)

    @TRIES
    @given(cases(operation_of(call), places))
    def ask_one(case):
        asked = asked_for(world, call, unquote(case.formatted_path), body_of(case))
        answer = answer_to(world, call, asked)
        case.validate_response(as_schemathesis_has_it(answer, asked), checks=AS_DOCUMENTED)

    ask_one()


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_what_is_done_is_answered_as_documented(world, call):
    asked = asked_for(world, call, call.path.format(**places_of(world, call)), right(world, call))
    answer = answer_to(world, call, asked)
    assert (answer.status_code >= 400) == (str(call) in NOT_DONE), answer.content
    operation_of(call).validate_response(as_schemathesis_has_it(answer, asked))


def operation_of(call):
    return DOCUMENT[call.path][call.method]


def places_of(world, call):
    known = world.places_of(route_of(call))
    return {name: known[name] for name in call.places}


def route_of(call):
    return Route(call.pattern, is_page=False)


def asked_for(world, call, path, body):
    receipt = {"Authorization": world.writer.authorization}
    headers = receipt if call.gate == "receipt" else {}
    return Asked(call.method, path, headers=headers, body=body)


def answer_to(world, call, asked):
    return ask(world, ROLES.get(call.gate, "caseworker"), route_of(call), asked)


def right(world, call):
    """The body of a whole and right call."""
    if call.method == "PUT":
        return chunk()
    members = world.members(route_of(call)) if call.method == "POST" else None
    return b"" if members is None else json.dumps(members).encode()


def body_of(case):
    if isinstance(case.body, bytes):
        return case.body
    return b"" if case.body is NOT_SET else json.dumps(case.body, default=bytes.hex).encode()


def as_schemathesis_has_it(answer, asked):
    url = f"http://testserver{asked.path}"
    return Response(
        answer.status_code,
        {name: [value] for name, value in answer.headers.items()},
        answer.content,
        requests.Request(asked.method, url).prepare(),
        elapsed=0.0,
        verify=False,
    )
