"""What can be wrong with a question."""


class QuestionError(Exception):
    """A question that cannot be answered as asked.

    ``message`` is one English sentence for the client, ``field`` the neutral name of
    the field it is about (or ``None``), ``origin`` the place in the request where the
    client wrote it, in the dialect's own notation (``filters[2]``, ``sort_by``).
    """

    def __init__(
        self, message: str, *, field: str | None = None, origin: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.origin = origin
