"""Carats, money, rates, hectares and cubic metres: integers in the database, Decimal everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.core.validators import DecimalValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable, register_combinable_fields
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

# What a bigint holds on both databases.
LARGEST = 2**63 - 1


class ScaledIntegerField(models.Field):
    """
    A decimal of fixed scale, kept as an integer: 1.25 ct is 125.

    SQLite adds decimals as binary floats. A plain BigIntegerField would let `F("carats") + 1` mean one hundredth, so
    this is a type of its own: what mixes it with untyped numbers is refused, never scaled by guess.
    """

    decimal_places: ClassVar[int]
    max_digits: ClassVar[int]

    empty_strings_allowed = False
    default_error_messages = {
        "invalid": _("“%(value)s” value must be a decimal number."),
        "places": _("“%(value)s” has more than %(places)d decimals."),
        "large": _("“%(value)s” is too large."),
    }

    def get_internal_type(self) -> str:
        # Django cuts what a type named …IntegerField brings back to an int: an average would pass unseen.
        return "ScaledAmount"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bigint"

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        # Each row is bounded, so that no sum of rows leaves a bigint; SQLite would keep 'abc' in an integer column.
        column = connection.ops.quote_name(str(self.column))
        bound = 10**self.max_digits - 1
        check = f"{column} BETWEEN -{bound} AND {bound}"
        if connection.vendor == "sqlite":
            check = f"typeof({column}) IN ('integer', 'null') AND {check}"
        return check

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, DecimalValidator(self.max_digits, self.decimal_places)]

    def to_python(self, value: Any) -> Decimal | None:
        if value is None:
            return None
        try:
            # A float already lost what was written.
            number = None if isinstance(value, float) else Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            number = None
        if number is None or not number.is_finite():
            raise self.fault("invalid", value)
        return number

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        # A formula over fields stays what it is; get_placeholder looks at it.
        return value if value is None or hasattr(value, "as_sql") else self.scaled(self.to_python(value))

    def scaled(self, value: Decimal | None) -> int | None:
        if value is None:
            return None
        number = value.scaleb(self.decimal_places)
        if number != number.to_integral_value():
            raise self.fault("places", value)
        if abs(number) > LARGEST:
            raise self.fault("large", value)
        return int(number)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Decimal | None:
        if value is None:
            return None
        # PostgreSQL gives the sum of bigints as a numeric without a fraction; an average has one, or is a float.
        if isinstance(value, float) or (isinstance(value, Decimal) and value.as_tuple().exponent != 0):
            raise FieldError(f"{expression} is no exact {self.__class__.__name__}: sum and count, then divide.")
        return Decimal(value).scaleb(-self.decimal_places)

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """Refuse an expression of another type (Django to 6.0)."""
        self.expect_own_type(value)
        return "%s"

    def get_placeholder_sql(
        self, value: Any, compiler: Any, connection: BaseDatabaseWrapper
    ) -> tuple[str, Sequence[Any]]:
        """Refuse an expression of another type (Django from 6.1)."""
        self.expect_own_type(value)
        return compiler.compile(value) if hasattr(value, "as_sql") else ("%s", (value,))

    def expect_own_type(self, value: Any) -> None:
        if hasattr(value, "as_sql") and not isinstance(getattr(value, "output_field", None), self.__class__):
            raise FieldError(f"{value!r} is not a {self.__class__.__name__}: give it an output_field.")

    def formfield(self, **kwargs: Any) -> Any:
        exact = {"max_digits": self.max_digits, "decimal_places": self.decimal_places}
        return super().formfield(**{"form_class": forms.DecimalField, **exact, **kwargs})

    def fault(self, code: str, value: Any) -> ValidationError:
        params = {"value": value, "places": self.decimal_places}
        return ValidationError(self.error_messages[code], code=code, params=params)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.combine()

    @classmethod
    def combine(cls) -> None:
        """Let F() expressions add and subtract their own kind, and multiply by a whole number; nothing else."""
        for sign in (Combinable.ADD, Combinable.SUB):
            register_combinable_fields(cls, sign, cls, cls)
        register_combinable_fields(cls, Combinable.MUL, models.IntegerField, cls)
        register_combinable_fields(models.IntegerField, Combinable.MUL, cls, cls)


class CaratsField(ScaledIntegerField):
    """Carats to 0.01 (1 ct = 0.2 g)."""

    decimal_places = 2
    max_digits = 12


class MoneyField(ScaledIntegerField):
    """An amount of money to 0.01; its currency stands beside it."""

    decimal_places = 2
    max_digits = 14


class RateField(ScaledIntegerField):
    """Units of a currency for one US$, to 0.000001."""

    decimal_places = 6
    max_digits = 15


class HectaresField(ScaledIntegerField):
    """Hectares to 0.0001 (a square metre)."""

    decimal_places = 4
    max_digits = 12


class CubicMetresField(ScaledIntegerField):
    """Cubic metres to 0.01 (ten litres)."""

    decimal_places = 2
    max_digits = 9
