"""How is what happens written down: one line per event, with its request's id?"""

import sys
from typing import Any, Literal, get_args

import structlog
from django.core.exceptions import ImproperlyConfigured
from structlog.typing import Processor

LogFormat = Literal["console", "json"]

# The request id comes with the context variables, which the request middleware binds.
SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
)


def logging_configuration(*, log_format: str, level: str) -> dict[str, Any]:
    """Give ``logging``'s configuration for Django and gunicorn alike.

    Raises ImproperlyConfigured for an unknown format.
    """
    # Their own handlers are taken away, so that nothing is written twice.
    delegated = {"handlers": [], "level": "NOTSET", "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "event": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": list(SHARED),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *rendering(log_format),
                ],
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "event"}
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            name: dict(delegated)
            for name in ("django", "django.server", "gunicorn.error")
        },
    }


def rendering(log_format: str) -> tuple[Processor, ...]:
    """Give the last processors of one format."""
    match log_format:
        case "json":
            return (
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            )
        case "console":
            return (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),)
        case _:
            known = " or ".join(get_args(LogFormat))
            raise ImproperlyConfigured(f"LOG_FORMAT must be {known}")


def configure_structlog() -> None:
    """Send structlog's events through ``logging``, to the same handler."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
