"""Keys to which tablets seal what only their holder may read; the private halves are on no server."""

from __future__ import annotations

from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.scope import Scope
from apps.journal.signing import name_of
from apps.journal.writing import Act, write

CURVE = ec.SECP256R1()


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class RecoveryKey(models.Model):
    """
    The public half of a key whose private half somebody keeps; what was sealed to an older one stays so.

    The custodian's has no reader's name: to it tablets seal what they finish. One with a name is of the reader of
    sensitive reports.
    """

    key_id = models.CharField(_("key"), max_length=16, primary_key=True)
    public = models.CharField(_("public key"), max_length=130, help_text=_("The point on P-256, uncompressed, in hex."))
    reader = models.CharField(_("reader of sensitive reports"), max_length=80, blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    scope: ClassVar[Scope] = Scope.NO_PERSONS

    class Meta:
        verbose_name = _("recovery key")
        verbose_name_plural = _("recovery keys")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.key_id

    @classmethod
    def current(cls) -> RecoveryKey | None:
        """The custodian's last one: what is sealed from now on is sealed to it."""
        return cls.objects.filter(reader="").order_by("-made_at").first()

    @classmethod
    def of_reader(cls) -> RecoveryKey | None:
        """To whom sensitive reports go; None where nobody was named, and then no tablet offers one."""
        return cls.objects.exclude(reader="").order_by("-made_at").first()

    @classmethod
    def make(cls, reader: str = "") -> tuple[RecoveryKey, bytes]:
        """A new key, and its private half as PEM: whoever calls hands it to the custodian and forgets it."""
        private = ec.generate_private_key(CURVE)
        public = point_of(private)
        with transaction.atomic():
            key = cls.objects.create(key_id=name_of(public), public=public.hex(), reader=reader)
            write(Act(verb="made", kind="accounts.recoverykey", object_id=key.pk))
        return key, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def as_json(self) -> dict[str, str]:
        return {"key": self.key_id, "public": self.public}
