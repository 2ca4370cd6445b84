"""The register: who may dig, where, under which licence, and who may buy."""

from __future__ import annotations

from apps.registry.models.application import Application
from apps.registry.models.buyer import Buyer
from apps.registry.models.classes import BuyerClass, LicenceClass, MayBuy
from apps.registry.models.digger import Digger, Document
from apps.registry.models.fees import Fee, Right
from apps.registry.models.grounds import Ground
from apps.registry.models.licence import Licence
from apps.registry.models.receipts import Receipt
from apps.registry.models.renewals import Renewal
from apps.registry.models.site import Site
from apps.registry.models.steps import Step, What

__all__ = [
    "Application",
    "Buyer",
    "BuyerClass",
    "Digger",
    "Document",
    "Fee",
    "Ground",
    "Licence",
    "LicenceClass",
    "MayBuy",
    "Receipt",
    "Renewal",
    "Right",
    "Site",
    "Step",
    "What",
]
