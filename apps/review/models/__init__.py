"""What counts: a case for each record, the decisions on it and the flags that stand against it."""

from __future__ import annotations

from apps.review.models.case import Case, ChangedMeanwhile
from apps.review.models.decision import Decision
from apps.review.models.flag import Flag
from apps.review.models.phrase import Phrase
from apps.review.models.second import SecondReview
from apps.review.status import Status

__all__ = ["Case", "ChangedMeanwhile", "Decision", "Flag", "Phrase", "SecondReview", "Status"]
