"""Merging two records into one, and taking a merge back (decision 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.access.roles import Permission
from records.administration.callers import caller_of, may
from records.administration.references import record_id_in
from records.administration.selections import SelectionAdmin
from records.administration.values import label_of
from records.engine.errors import EngineError
from records.engine.merging import merge_records, undo_merge
from records.history.models import Action, Change
from records.schema.object_types import Operation

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from records.access.caller import Caller


@dataclass(frozen=True)
class Compared:
    """One field of two records, side by side, as HTML."""

    label: str
    values: tuple[str, str]
    differ: bool


class MergerAdmin(SelectionAdmin):
    """Merges records of types that know how to be merged."""

    actions: tuple[str, ...] = ("merge_selected",)

    def has_merge_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the caller may merge records of this page."""
        return may(request, Permission.MERGE) and self.knows(request, Operation.MERGE)

    @admin.action(
        description=gettext_lazy("Merge the two selected…"), permissions=["merge"]
    )
    def merge_selected(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Go and compare the two chosen records."""
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(ids) != 2:
            messages.warning(request, _("Select exactly two records to merge."))
            return None
        url = self.own_url("merge")
        return HttpResponseRedirect(f"{url}?one={ids[0]}&other={ids[1]}")

    def merger_paths(self) -> list[URLPattern]:
        """Return the routes of merging."""
        return [
            self.own_path("merge/", self.merge_view, "merge"),
            self.own_path(
                "<path:object_id>/undo-merge/", self.undo_merge_view, "undo_merge"
            ),
        ]

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Compare two records and let the person choose the one that stays."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        pair = self._pair(request)
        if request.method == "POST":
            return self._merge(request, pair)
        return self.page(
            request,
            "administration/merge.html",
            title=_("Merge %s") % self.opts.verbose_name_plural,
            pair=pair,
            fields=self._compared(request, pair),
        )

    def _pair(self, request: HttpRequest) -> list[Any]:
        ids = [record_id_in(request.GET.get(name)) for name in ("one", "other")]
        chosen = [one for one in ids if one is not None]
        rows = self.get_queryset(request).filter(archived_at__isnull=True)
        pair = list(rows.filter(pk__in=chosen).order_by("pk"))
        if len(pair) != 2:
            raise Http404
        return pair

    def _compared(self, request: HttpRequest, pair: list[Any]) -> list[Compared]:
        self.put_on_page(request, pair)
        first, second = pair
        object_type = self.type_of(request, first)
        compared = []
        for one in object_type.fields:
            values = (one.read(first.shown.row), one.read(second.shown.row))
            told = one.writable or one.name in ("id", "created_at")
            if one.is_virtual or not told or all(map(one.kind.is_empty, values)):
                continue
            presenter = first.shown.presenter
            texts = (presenter.show(one, values[0]), presenter.show(one, values[1]))
            label = str(label_of(object_type, one))
            compared.append(Compared(label, texts, values[0] != values[1]))
        return compared

    def put_on_page(
        self, request: HttpRequest, records: Any, *, short: bool = False
    ) -> None:
        """Read what a page shows of these records."""
        raise NotImplementedError

    def _merge(self, request: HttpRequest, pair: list[Any]) -> HttpResponse:
        chosen = record_id_in(request.POST.get("winner"))
        winner = next((one for one in pair if one.pk == chosen), None)
        if winner is None:
            messages.warning(request, _("Choose the record that stays."))
            return HttpResponseRedirect(request.get_full_path())
        loser = next(one for one in pair if one is not winner)
        try:
            merge_records(
                caller_of(request),
                self.types(request)[0],
                winner_id=winner.pk,
                loser_id=loser.pk,
            )
        except EngineError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(request.get_full_path())
        text = _("“%(loser)s” was merged into “%(winner)s”. The history can undo it.")
        messages.success(request, text % {"loser": loser, "winner": winner})
        return self.to_change_page(winner.pk)

    def undo_merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take back a merge that this record was part of."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_merge_permission(request):
            raise PermissionDenied
        caller = caller_of(request)
        record = self.object_or_404(request, object_id)
        operation = self._operation(request, caller, record)
        with self.telling(request):
            undo_merge(caller, operation)
            messages.success(request, _("The merge was taken back."))
        return HttpResponseRedirect(self.own_url("history", record.pk))

    def _operation(self, request: HttpRequest, caller: Caller, record: Any) -> UUID:
        try:
            operation = UUID(request.POST.get("operation", ""))
        except ValueError:
            raise Http404 from None
        merges = Change.objects.for_organization(caller.organization_id).filter(
            operation=operation,
            action=Action.MERGED,
            object_type__in=self.slugs,
            record_id__in=self.undoable_merges(caller, record),
        )
        if not merges.exists():
            raise Http404
        return operation

    # -- what the history tells ------------------------------------------------------

    def undoable_merges(self, caller: Caller, record: Any) -> list[int]:
        """Return the record, if it was merged away, and those merged into it."""
        if not hasattr(record, "merged_into_id"):
            return []
        losers = self.rows(caller).filter(merged_into_id=record.pk)
        found = list(losers.values_list("pk", flat=True))
        return [*found, record.pk] if record.merged_into_id else found

    def history_of(self, caller: Caller, record: Any) -> Q:
        """Return the changes of the record and the merges into it."""
        own: Q = super().history_of(caller, record)
        losers = [
            one for one in self.undoable_merges(caller, record) if one != record.pk
        ]
        if not losers:
            return own
        return own | Q(
            object_type__in=self.slugs, record_id__in=losers, action=Action.MERGED
        )

    def undo_url(self, record: Any) -> str:
        """Return where a merge is taken back."""
        if not hasattr(record, "merged_into_id"):
            return ""
        return self.own_url("undo_merge", record.pk)

    def winner_of(self, request: HttpRequest, record: Any) -> Any:
        """Return the record that this one was merged into, ``None`` for none."""
        winner_id = getattr(record, "merged_into_id", None)
        if winner_id is None:
            return None
        return self.get_queryset(request).filter(pk=winner_id).first()
