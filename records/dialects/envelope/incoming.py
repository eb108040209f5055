"""From a request body to the values of a record (contract §1.5, §1.6, §3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.dialects.base.bodies import same_json
from records.dialects.base.failures import MalformedBody
from records.dialects.envelope import custom_fields
from records.dialects.envelope.errors import WrongShape
from records.dialects.envelope.plans import pointer
from records.schema.drafts import Problem
from records.schema.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

    from records.access.caller import Caller
    from records.dialects.envelope.keys import Key
    from records.dialects.envelope.plans import Plan
    from records.schema.fields import Row
    from records.schema.object_types import ObjectType


@dataclass(slots=True)
class Incoming:
    """A record on its way in: what was sent, what was there, what it comes to.

    ``sent`` holds the keys that say something new, as they were sent; ``shown`` the
    record as this dialect shows it now (empty for a new one). A resource's ``prepare``
    reads both, adds to ``values`` (by neutral name) and reports problems.
    """

    caller: Caller
    plan: Plan
    before: Row | None = None
    shown: Mapping[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the record is being created."""
        return self.before is None

    def stored(self, neutral: str) -> Any:
        """Return the stored value of a field, ``None`` for a new record."""
        if self.before is None:
            return None
        return self.plan.object_type.fields_by_name[neutral].read(self.before)

    def current(self, name: str) -> Any:
        """Return the JSON value that a key will have, as far as it was understood."""
        return self.sent.get(name, self.shown.get(name))

    def is_blank(self, name: str) -> bool:
        """Tell whether a key will have no value."""
        value = self.current(name)
        return value is None or (isinstance(value, str) and not value.strip())

    def fail(self, name: str, message: str, code: Code = Code.INVALID) -> None:
        """Report a problem of a key."""
        key = self.plan.resource.keys_by_name.get(name)
        # By neutral name where there is one, so that it is not found a second time.
        known = key is not None and key.neutral in self.plan.object_type.fields_by_name
        place = key.neutral if key is not None and known else pointer("data", name)
        self.problems.append(Problem(place, message, code))


def read_data(request: Request, resource_type: str | None) -> dict[str, Any]:
    """Return the ``data`` of a request's envelope.

    ``resource_type`` is what ``meta.type`` must say if it is there. Raises
    :class:`MalformedBody` for what is no JSON object and :class:`WrongShape` for an
    object that is no envelope.
    """
    if request.stream is None:
        raise MalformedBody(_("The body is empty."))
    body = request.data
    if not isinstance(body, dict):
        raise MalformedBody(_("The body must be a JSON object."))
    data, meta = body.get("data"), body.get("meta", {})
    if not isinstance(data, dict):
        raise WrongShape(_("The body must hold an object under “data”."))
    if not isinstance(meta, dict):
        raise WrongShape(_("“meta” must be an object."))
    told = meta.get("type", resource_type)
    if resource_type is not None and told != resource_type:
        raise WrongShape(
            _("“meta.type” must be “%(type)s” here.") % {"type": resource_type}
        )
    return data


def take(
    caller: Caller, plan: Plan, data: Mapping[str, Any], *, before: Row | None = None
) -> tuple[Incoming, ObjectType]:
    """Return what a body says of a record, and the type it is to be written as.

    What is sent as it is shown is no change, whatever the record holds behind it:
    clients send back whole records as they read them (contract §3, round trip).
    """
    shown = {} if before is None else plan.show(before)
    incoming = Incoming(caller=caller, plan=plan, before=before, shown=shown)
    for name, value in data.items():
        _take_key(incoming, name, value)
    resource = plan.resource
    if incoming.is_new:
        _check_required(incoming, data)
    if resource.prepare is not None:
        resource.prepare(incoming)
    target = _target(incoming)
    if resource.has_custom_fields and custom_fields.KEY in data:
        plan.custom.write(data[custom_fields.KEY], incoming, target)
    return incoming, target


def _take_key(incoming: Incoming, name: str, value: Any) -> None:
    resource = incoming.plan.resource
    key = resource.keys_by_name.get(name)
    if key is None:
        if name != custom_fields.KEY or not resource.has_custom_fields:
            incoming.fail(name, _("There is no such attribute."), Code.UNKNOWN_FIELD)
        return
    if key.read_only or _says_nothing(incoming, key, value):
        return
    incoming.sent[name] = value
    if key.required and incoming.is_blank(name):
        incoming.fail(name, _("This field may not be empty."), Code.BLANK)
    else:
        key.write(value, incoming)


def _says_nothing(incoming: Incoming, key: Key, value: Any) -> bool:
    if incoming.before is not None and not key.write_only:
        return same_json(value, incoming.shown[key.name])
    # Clients send null for whatever they have no value for.
    known = incoming.plan.object_type.fields_by_name.get(key.neutral)
    needs_value = key.required or (
        known is not None and known.required and known.default is None
    )
    return value is None and not needs_value


def _check_required(incoming: Incoming, data: Mapping[str, Any]) -> None:
    for key in incoming.plan.resource.keys:
        if key.required and key.name not in data:
            incoming.fail(key.name, _("This field is required."), Code.REQUIRED)


def _target(incoming: Incoming) -> ObjectType:
    resource = incoming.plan.resource
    types = {one.slug: one for one in resource.types(incoming.caller)}
    if resource.source_of is None:
        return types[resource.sources[0]]
    return types[resource.source_of(incoming)]
