"""Who: people, their roles and postings, and the tablets they carry."""

from __future__ import annotations

from apps.accounts.models.keys import TabletKey
from apps.accounts.models.people import Language, People, Posting, User
from apps.accounts.models.recovery import RecoveryKey
from apps.accounts.models.sessions import SignedIn
from apps.accounts.models.tablets import Enrolment, Tablet
from apps.accounts.roles import Role

__all__ = [
    "Enrolment",
    "Language",
    "People",
    "Posting",
    "RecoveryKey",
    "Role",
    "SignedIn",
    "Tablet",
    "TabletKey",
    "User",
]
