"""The calls of members about warnings: the feed, and the day's tokens (docs/http.md)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import path

from unsilenced.http.answer import Done
from unsilenced.http.body import body
from unsilenced.http.compression import same_for_everybody
from unsilenced.people import gate
from unsilenced.people.models import Member
from unsilenced.warnings.check import tokens
from unsilenced.warnings.check.issued_as_json import IssuedTokens, MembersNonces, issued_as_json
from unsilenced.warnings.feed import contents


@gate.member
def read_feed(request: HttpRequest, member: Member) -> Done[contents.Feed]:
    """The whole feed, the same for everybody."""
    return same_for_everybody(Done(contents.feed()))


@gate.member
@body(MembersNonces)
def issue_tokens(request: HttpRequest, member: Member, asked: MembersNonces) -> Done[IssuedTokens]:
    """Issue the day's tokens."""
    return Done(issued_as_json(tokens.issue_to_member(member, asked.blinded)))


urlpatterns = [
    path("members/api/feed", gate.by_method(GET=read_feed)),
    path("members/api/tokens", gate.by_method(POST=issue_tokens)),
]
