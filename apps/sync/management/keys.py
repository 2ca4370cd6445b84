"""Read the private half that make_recovery_key wrote."""

from __future__ import annotations

from io import BufferedReader
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from apps.accounts.models import RecoveryKey
from apps.accounts.models.recovery import point_of
from apps.journal.signing import name_of


def opened(file: Path) -> BufferedReader:
    try:
        return file.open("rb")
    except OSError:
        raise CommandError(_("%(file)s cannot be read.") % {"file": file}) from None


def bytes_of(file: Path) -> bytes:
    with opened(file) as read:
        return read.read()


def private_key_in(file: Path) -> ec.EllipticCurvePrivateKey:
    """The key in this file, where its public half is one of ours."""
    try:
        private = load_pem_private_key(bytes_of(file), password=None)
    except (TypeError, ValueError):
        raise CommandError(_("%(file)s holds no key of make_recovery_key.") % {"file": file}) from None
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not is_ours(private):
        raise CommandError(_("This key is none of this installation's recovery keys."))
    return private


def is_ours(private: ec.EllipticCurvePrivateKey) -> bool:
    return RecoveryKey.objects.filter(pk=name_of(point_of(private))).exists()
