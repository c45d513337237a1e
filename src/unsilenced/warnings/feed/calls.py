"""The calls of members about warnings: the feed, and the day's tokens (docs/http.md)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from unsilenced.http.body import body
from unsilenced.http.compression import same_for_everybody
from unsilenced.people import gate
from unsilenced.people.models import Member
from unsilenced.warnings.check import tokens
from unsilenced.warnings.check.issued_as_json import MembersNonces, issued_as_json
from unsilenced.warnings.feed import contents


@gate.member
def read_feed(request: HttpRequest, member: Member) -> HttpResponse:
    """The whole feed, the same for everybody."""
    return same_for_everybody(JsonResponse(contents.feed()))


@gate.member
@body(MembersNonces)
def issue_tokens(request: HttpRequest, member: Member, asked: MembersNonces) -> JsonResponse:
    """Issue the day's tokens."""
    return JsonResponse(issued_as_json(tokens.issue_to_member(member, asked.blinded)))


urlpatterns = [
    path("members/api/feed", gate.by_method(GET=read_feed)),
    path("members/api/tokens", gate.by_method(POST=issue_tokens)),
]
