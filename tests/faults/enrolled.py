"""What the server knows of a tablet that it enrolled, and whether the office has closed it since."""

from __future__ import annotations

from apps.accounts.models import Enrolment, Tablet
from apps.accounts.tokens import token_hash
from apps.sync.models import Submission


class Enrolled:
    number: int
    token: str

    def is_known(self) -> bool:
        mine = Enrolment.objects.filter(tablet__number=self.number, revoked_at=None, tablet__revoked_at=None)
        return mine.exclude(enrolled_at=None).exists()

    def is_withdrawn(self) -> bool:
        """Whether the office has closed the tablet, or its officer's place on it, under the token that it has."""
        mine = Enrolment.objects.select_related("tablet").filter(token_hash=token_hash(self.token)).first()
        return mine is not None and bool(mine.revoked_at or mine.tablet.revoked_at)

    def is_revoked(self) -> bool:
        return Tablet.objects.filter(number=self.number).exclude(revoked_at=None).exists()


def here(hashes: set[str]) -> set[str]:
    """Those of these events that the server holds."""
    kept = Submission.objects.filter(sha256__in=[bytes.fromhex(one) for one in hashes])
    return {bytes(sha256).hex() for sha256 in kept.values_list("sha256", flat=True)}
