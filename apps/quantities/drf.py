"""How an exact amount appears in the API: a string with its decimals."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from rest_framework import serializers

from apps.quantities.fields import ScaledIntegerField


class ExactModelSerializer(serializers.ModelSerializer):
    """A ModelSerializer that knows our amounts; without the mapping DRF would print 1.25 as 1."""

    serializer_field_mapping: ClassVar[dict[type[models.Field], type[serializers.Field]]] = {
        **serializers.ModelSerializer.serializer_field_mapping,
        ScaledIntegerField: serializers.DecimalField,
    }
