"""Documents that lie elsewhere and belong to a record."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models.targets import AboutAnything, about_at_most_one
from records.record import live_indexes
from records.schema.folding import FoldField


class Document(AboutAnything):
    """A file by its address, with what one should know before fetching it."""

    name = models.CharField(_("name"), max_length=255)
    name_fold = FoldField(of="name")
    content_type = models.CharField(
        _("media type"), max_length=255, null=True, blank=True
    )
    size = models.BigIntegerField(_("size, bytes"), null=True, blank=True)
    download_url = models.CharField(
        _("address"), max_length=2048, null=True, blank=True
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = live_indexes("document", sorted_by=("name_fold",))
        constraints = (
            about_at_most_one(
                "document_about_at_most_one", "contact", "company", "lead", "deal"
            ),
            models.CheckConstraint(
                name="document_size_positive", condition=Q(size__gte=0)
            ),
        )

    def __str__(self) -> str:
        return self.name
