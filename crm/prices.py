"""Prices of products: a set of amounts, one per currency, kept in rows of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import ProductPrice
from records.engine.insertion import insert_rows
from records.query import Operator
from records.schema.fields import SideField
from records.schema.kinds import NumberKind, ValueKind
from records.schema.kinds.base import wrong_type
from records.schema.kinds.numbers import plain_number
from records.schema.kinds.text import clean_text
from records.schema.problems import Code, ValueProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from records.access.caller import Caller
    from records.schema.kinds import WireForm

MOST_PRICES = 200
"""Prices of one product; there are fewer currencies in use."""
_AMOUNT = NumberKind(places=2, minimum=0)

Price = dict[str, Any]
"""``{"amount": Decimal, "currency": "EUR"}``."""


def clean_currency(value: object) -> str:
    """Return an ISO 4217 code in capitals. Raises :class:`ValueProblem`."""
    text = clean_text(value).strip().upper()
    if len(text) != 3 or not (text.isascii() and text.isalpha()):
        raise ValueProblem(_("A currency is a code of three letters."))
    return text


@dataclass(frozen=True, slots=True)
class PricesKind(ValueKind):
    """A set of prices: a list of ``{amount, currency}``, sorted by currency.

    Amounts are not negative and are kept to two decimals; each currency occurs once.
    """

    name: ClassVar[str] = "prices"
    operators: ClassVar[frozenset[Operator]] = frozenset({Operator.EMPTY})
    sortable: ClassVar[bool] = False
    json_types: ClassVar[tuple[type, ...]] = (list,)

    def clean(self, value: object) -> list[Price]:
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise wrong_type("array", value)
        if len(value) > MOST_PRICES:
            raise ValueProblem(
                _("At most %(limit)d prices, these are %(length)d.")
                % {"limit": MOST_PRICES, "length": len(value)},
                Code.TOO_LONG,
            )
        prices: dict[str, Price] = {}
        for index, one in enumerate(value):
            price = self._clean_one(index, one)
            if price["currency"] in prices:
                raise ValueProblem(
                    _("[%(index)d]: there is a price in %(currency)s already.")
                    % {"index": index, "currency": price["currency"]}
                )
            prices[price["currency"]] = price
        return [prices[currency] for currency in sorted(prices)]

    @staticmethod
    def _clean_one(index: int, value: object) -> Price:
        if not isinstance(value, dict):
            raise wrong_type("object", value)
        unknown = [key for key in value if key not in ("amount", "currency")]
        if unknown:
            raise ValueProblem(
                _("[%(index)d]: “%(key)s” is no key of a price.")
                % {"index": index, "key": unknown[0]},
                Code.UNKNOWN_FIELD,
            )
        try:
            amount = _AMOUNT.clean(value.get("amount"))
            currency = clean_currency(value.get("currency"))
        except ValueProblem as problem:
            message = f"[{index}]: {problem.message}"
            raise ValueProblem(message, problem.code) from problem
        if amount is None:
            raise ValueProblem(_("[%(index)d]: “amount” is needed.") % {"index": index})
        return {"amount": amount, "currency": currency}

    def represent(self, value: Any, form: WireForm) -> Any:
        return [{**one, "amount": plain_number(one["amount"])} for one in value]

    def describe(self, value: Any) -> str:
        return ", ".join(f"{one['amount']:.2f} {one['currency']}" for one in value)

    def is_empty(self, value: Any) -> bool:
        return not value

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "maxItems": MOST_PRICES,
            "items": {
                "type": "object",
                "required": ["amount", "currency"],
                "properties": {
                    "amount": {"type": "number", "minimum": 0},
                    "currency": {"type": "string", "minLength": 3, "maxLength": 3},
                },
                "additionalProperties": False,
            },
        }

    def form_field(self, **options: Any) -> forms.Field:
        return PricesFormField(**options)


class PricesFormField(forms.CharField):
    """Prices as lines of text: an amount and a currency each."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        options["help_text"] = options.get("help_text") or gettext_lazy(
            "One price a line: 19.99 EUR"
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Return the lines that stand for stored prices."""
        if isinstance(value, list):
            return "\n".join(f"{one['amount']:.2f} {one['currency']}" for one in value)
        return value

    def to_python(self, value: Any) -> Any:
        """Return the prices. Raises ``ValidationError`` for a line that is none."""
        lines = (line.split() for line in str(value or "").splitlines())
        prices = []
        for words in filter(None, lines):
            if len(words) != 2:
                message = _("“%(line)s” is not an amount and a currency.")
                raise forms.ValidationError(message, params={"line": " ".join(words)})
            prices.append({"amount": words[0], "currency": words[1]})
        try:
            return PricesKind().clean(prices)
        except ValueProblem as problem:
            raise forms.ValidationError(problem.message) from problem

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(self.prepare_value(initial)) != self.clean(data))
        except forms.ValidationError:
            return True


@dataclass(frozen=True, kw_only=True)
class PricesField(SideField):
    """The prices of a product. Replaced as a set when sent."""

    kind: ValueKind = PricesKind()

    def predicate(self, operator: Operator, operand: Any) -> Q:
        return ~Q(pk__in=ProductPrice.objects.values("product_id"))

    def load(self, caller: Caller, record_ids: Sequence[int]) -> dict[int, Any]:
        return prices_of(caller, record_ids)

    def store(self, caller: Caller, values: Mapping[int, Any]) -> None:
        insert_rows(
            ProductPrice,
            [
                {
                    "organization_id": caller.organization_id,
                    "product_id": record_id,
                    **price,
                }
                for record_id, prices in values.items()
                for price in prices or ()
            ],
        )

    def remove(self, caller: Caller, record_ids: Iterable[int]) -> None:
        ProductPrice.objects.for_organization(caller.organization_id).filter(
            product_id__in=list(record_ids)
        ).delete()


def prices_of(caller: Caller, product_ids: Sequence[int]) -> dict[int, list[Price]]:
    """Return the prices of products, by product, sorted by currency."""
    rows = (
        ProductPrice.objects.for_organization(caller.organization_id)
        .filter(product_id__in=product_ids)
        .order_by("currency")
        .values_list("product_id", "amount", "currency")
    )
    prices: dict[int, list[Price]] = defaultdict(list)
    for product_id, amount, currency in rows:
        prices[product_id].append({"amount": amount, "currency": currency})
    return prices
