"""Calls as docs/openapi.json has them, right and wrong ones: the answers are as documented, too."""

import json
from urllib.parse import unquote

import pytest
import requests
import schemathesis
from fuzz.asking import Asked, ask
from fuzz.routes import Route
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
ROLES |= {"half_session": "half session", "choosing_factor": "half session"}
AS_DOCUMENTED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
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


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method} {call.path}")
def test_every_answer_is_as_documented(world, call):
    route = Route(call.pattern, is_page=False)
    places = {name: world.places_of(route)[name] for name in call.places}

    @TRIES
    @given(cases(DOCUMENT[call.path][call.method], places))
    def ask_one(case):
        asked = Asked(call.method, unquote(case.formatted_path), body=body_of(case))
        answer = ask(world, ROLES.get(call.gate, "caseworker"), route, asked)
        case.validate_response(as_schemathesis_has_it(answer, asked), checks=AS_DOCUMENTED)

    ask_one()


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
