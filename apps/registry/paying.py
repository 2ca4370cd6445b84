"""A fee at the desk: what the treasury's receipt says, beside what the schedule asks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.places.models import Currency

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FeeForm(forms.Form):
    day = forms.DateField(label=gettext_lazy("Paid on"), widget=DAY)
    amount = forms.DecimalField(label=gettext_lazy("Amount"), max_digits=17, decimal_places=2, min_value=0)
    currency = forms.ModelChoiceField(label=gettext_lazy("currency"), queryset=Currency.objects.all())
    receipt = forms.CharField(
        label=gettext_lazy("treasury receipt"), help_text=gettext_lazy("The number printed on it."), max_length=40
    )

    def expect(self, due: Any, hectares: Decimal | None) -> None:
        """Propose what the schedule asks, where it names a fee."""
        if due:
            self.initial["amount"], self.initial["currency"] = due.for_ground(hectares), due.currency_id
            self.fields["amount"].help_text = _("As the schedule asks: %s.") % due.source

    def paid(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("amount", "currency", "receipt")}
