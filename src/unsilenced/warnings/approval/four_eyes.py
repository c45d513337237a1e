"""The rule of four eyes: the last person who wrote a warning does not approve it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation
from unsilenced.warnings.models import ProjectWarnings


def required(project: Organisation) -> bool:
    """Whether a second person must approve: always, unless somebody alone switched the rule off."""
    return _switched_on(project) or not is_alone(project)


def is_alone(project: Organisation) -> bool:
    """Whether the project has only one caseworker, who may then switch the rule."""
    return project.people.active().count() == 1


def switch(project: Organisation, *, on: bool) -> None:
    """Switch the rule. Raises a 409 refusal `not-alone` unless the project has one caseworker."""
    with transaction.atomic():
        # This lock keeps people from joining or being removed.
        held = Organisation.objects.select_for_update().get(pk=project.pk)
        if not is_alone(held):
            raise Refusal(
                409,
                "not-alone",
                _("Your project has several people now, so two always look at a warning."),
            )
        ProjectWarnings.objects.update_or_create(project=held, defaults={"four_eyes": on})


def _switched_on(project: Organisation) -> bool:
    rules = ProjectWarnings.objects.filter(project=project).first()
    return rules is None or rules.four_eyes
