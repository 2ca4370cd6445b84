"""Who may help whom to sign in."""

from __future__ import annotations

from apps.accounts.models import User


def may_help(reader: User, user: User) -> bool:
    """Somebody who keeps accounts, for somebody else; an account over all regions only by another such."""
    return reader.pk != user.pk and reader.may("people") and (reader.is_superuser or not user.is_superuser)
