"""The roll of a tablet: what it was told is safe, its own events and what it carried for others, and is not here."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from apps.accounts.models import Tablet
from apps.sync.models import HandedOver, Submission


def called(names: Sequence[str], *, tablet: Tablet) -> dict[str, Any]:
    """
    What is missing of the events and packages that bear these hashes, bound to the names that were called.

    Numbers alone do not tell: a tablet restored from a copy made two events of one number, and a server restored from
    its backup has perhaps the other one.
    """
    hashes = [bytes.fromhex(name) for name in names]
    here = Submission.objects.filter(tablet=tablet, sha256__in=hashes).order_by().values_list("sha256", flat=True)
    known = {bytes(one).hex() for one in here}
    # Whoever brought a package, its tablet or another one, it is here.
    known |= set(HandedOver.objects.filter(pk__in=set(names) - known).order_by().values_list("pk", flat=True))
    return {
        "called": sha256(",".join(names).encode()).hexdigest(),
        "missing": [name for name in names if name not in known],
    }
