"""Paper slips keyed in at the desk one after the other, each beginning with the day, buyer and place of the last."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from apps.accounts.acting import ActingAdmin
from apps.accounts.desk import reader_of
from apps.accounts.models import User
from apps.forms.checking import Result
from apps.ledger.forms.purchase import PURCHASE
from apps.ledger.models import Purchase
from apps.ledger.on_sheets import recorded_on
from apps.registry.adding import DeclaredForm

# In which session what the next slip begins with is kept: no name and no number of a person stands in an address.
LAST = "last_slip"
# What the slips of one afternoon have in common.
SAME = ("bought_on", "buyer", "seller_role", "origin_known", "site", "licence", "currency", "payment", "witness")
# Of the find a slip says nothing; it is recorded for itself.
NOT_ON_A_SLIP = ("with_find", "find_number", "production")


class SlipForm(DeclaredForm):
    """A first purchase as its slip says it: the slip's number first, and that is the record's where it has no other."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(PURCHASE, user, *args, may="register", **kwargs)
        for code in NOT_ON_A_SLIP:
            del self.fields[code]
        self.fields["slip_number"].required = True
        self.fields["number"].required = False
        self.fields["number"].help_text = _("Of a tablet’s receipt, if there is one; else the slip’s own number.")
        self.order_fields(["slip_number", *(code for code in self.fields if code != "slip_number")])

    def judged(self) -> Result:
        slip = self.cleaned_data["slip_number"]
        if known := recorded_on(Purchase, [slip], self.region.participant_id).get(slip):
            raise ValidationError({"slip_number": slip_is_here(slip, known)})
        self.cleaned_data["number"] = self.cleaned_data.get("number") or slip
        return super().judged()


def slip_is_here(slip: str, known: Purchase) -> str:
    """A sale counts once: what a tablet has sent is not keyed in beside it."""
    return _("Slip %(slip)s is recorded already, as %(number)s. Key in the next one.") % {
        "slip": slip,
        "number": known.number,
    }


class KeyedAtTheDesk(ActingAdmin):
    """Adds the page on which slips are keyed in; after each the next one waits."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            form = SlipForm(reader_of(request), request.POST or None, initial=request.session.get(LAST, {}))
        except ValidationError as fault:
            raise PermissionDenied(*fault.messages) from fault
        if form.is_valid():
            record = form.save()
            request.session[LAST] = carried(form)
            said = _("%s is recorded and waits for review by somebody else.") % record
            self.message_user(request, said)
            return HttpResponseRedirect(self.address("add"))
        said = {"title": _("Key in a slip"), "submit": _("Save, and the next slip")}
        return self.page(request, "desk/add.html", form=form, **said)


def carried(form: SlipForm) -> dict[str, str]:
    """What the next slip begins with: what they have in common, and the number that follows."""
    typed = {code: form.data.get(code, "") for code in SAME}
    return {**typed, "slip_number": following(form.data.get("slip_number", ""))}


def following(slip: str) -> str:
    """The next number, as wide as this one; nothing where it does not end in digits."""
    digits = slip[len(slip.rstrip("0123456789")) :]
    return f"{slip[: len(slip) - len(digits)]}{int(digits) + 1:0{len(digits)}d}" if 0 < len(digits) < 12 else ""
