"""What the engine refused, told beside the form fields that caused it.

A save that the engine refuses raises out of Django's transaction, so nothing is
stored. The same page is then built once more with the refusals known: its form is
invalid from the start and only renders.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.utils.translation import gettext as _

from records.access.caller import PermissionRefused
from records.engine.errors import Conflict, EngineError, ValidationFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest

Refusal = tuple[str | None, str]
"""The field at fault, ``None`` for the record as a whole, and one sentence."""

_KEY = "record_refusals"


class WriteRefused(Exception):
    """The engine refused what the form with this prefix asked for."""

    def __init__(self, prefix: str | None, error: EngineError) -> None:
        super().__init__(error.message)
        self.prefix = prefix
        self.error = error


def refusals_in(error: EngineError) -> list[Refusal]:
    """Return what an error of the engine says, field by field."""
    if isinstance(error, ValidationFailed):
        return [(one.field, one.message) for one in error.problems]
    field = error.field if isinstance(error, Conflict) else None
    return [(field, error.message)]


def known_refusals(request: HttpRequest) -> dict[str | None, Sequence[Refusal]]:
    """Return the refusals of this request by the prefix of the form they belong to."""
    known: dict[str | None, Sequence[Refusal]] = vars(request).setdefault(_KEY, {})
    return known


@contextmanager
def refusing(prefix: str | None = None) -> Iterator[None]:
    """Turn errors of the engine into :class:`WriteRefused` of a form."""
    try:
        yield
    except EngineError as error:
        raise WriteRefused(prefix, error) from error
    except PermissionRefused as error:
        raise PermissionDenied from error


class StoreForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose values go to a writer, which is the one that checks them.

    Nothing of the model is validated or saved here: Django's checks would ask managers
    that nobody scoped.
    """

    refusals: dict[str | None, Sequence[Refusal]] = {}  # noqa: RUF012 - set per request

    def _post_clean(self) -> None:
        own = self.refusals.get(self.prefix, ())
        if self.prefix is None and self.refusals and not own:
            # A table's row was refused; this form must not be saved either.
            self.add_error(NON_FIELD_ERRORS, _("Nothing was saved: see below."))
        for name, message in own:
            place = self.input_for(name) if name else None
            if place in self.fields:
                self.add_error(place, message)
            else:
                self.add_error(
                    NON_FIELD_ERRORS, f"{name}: {message}" if name else message
                )

    def input_for(self, field_name: str) -> str:
        """Return the name of the input that edits a field."""
        return field_name

    def validate_unique(self) -> None:
        """Leave it to the writer."""

    def save(self, commit: bool = True) -> Any:
        """Return the instance as it is: the admin hands the values to a writer."""
        return self.instance

    def save_m2m(self) -> None:
        """There is nothing that a writer has not written."""
