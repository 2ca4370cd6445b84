"""The register: who may dig, where, under which licence, and who may buy."""

from __future__ import annotations

from apps.registry.models.buyer import Buyer
from apps.registry.models.classes import BuyerClass, LicenceClass, MayBuy
from apps.registry.models.digger import Digger, Document
from apps.registry.models.licence import Licence
from apps.registry.models.site import Site
from apps.registry.models.steps import Step, What

__all__ = ["Buyer", "BuyerClass", "Digger", "Document", "Licence", "LicenceClass", "MayBuy", "Site", "Step", "What"]
