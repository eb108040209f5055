"""What can be wrong with a formula as it is written."""

from django.utils.translation import gettext as _


class FormulaError(Exception):
    """A text that is no formula.

    ``message`` is one sentence for whoever wrote it, ``position`` the offset of the
    character it is about, counted from 0; the length of the text means its end.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message, position)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        return _("At character %(place)d: %(message)s") % {
            "place": self.position + 1,
            "message": self.message,
        }
