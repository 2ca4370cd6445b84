"""Where and as what a person works today, for the head of each page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User


@dataclass(frozen=True)
class Place:
    code: str = ""
    name: str = ""
    role: str = ""
    regions: tuple[str, ...] = ()


def place_of(user: User | AnonymousUser) -> Place:
    postings = user.postings_today if isinstance(user, User) else []
    regions = [posting.region for posting in postings if posting.region]
    role = str(postings[0].get_role_display()) if postings else ""
    if not regions:
        return Place(role=role)
    participant = regions[0].participant
    return Place(
        participant.code,
        participant.name,
        role,
        tuple(participant.name if region.level == 0 else region.name for region in regions),
    )
