"""How does gunicorn serve Dragoman? ``gunicorn -c config/gunicorn.py``."""

import logging
import sys
from pathlib import Path

# gunicorn executes this file by its path, from whatever folder it was started in.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config.environment import ROOT, env
from config.logs import logging_configuration

wsgi_app = "config.wsgi:application"
chdir = str(ROOT)
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
bind = f"{HOST}:{PORT}"

workers = env.int("WEB_CONCURRENCY", default=2)
# Threads keep idle connections open and let one slow reader hold up nobody.
worker_class = "gthread"
threads = env.int("WEB_THREADS", default=4)
# Longer than a proxy or a client pool keeps its end, which then closes it in order.
keepalive = 75
timeout = 60
graceful_timeout = 30
# Workers that share a preloaded parent would share its database connections.
preload_app = False
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# Questions may be 64 KiB long and gunicorn's largest limit is 8 KiB, so it has none
# here; RequestIdMiddleware refuses longer ones.
limit_request_line = 0
limit_request_fields = 100
limit_request_field_size = 16_380

# The door to a running server that nobody asked for.
control_socket_disable = True


def post_worker_init(worker: object) -> None:
    """Let SQLite look at its tables before the first question: see refresh_statistics.

    PostgreSQL does so by itself. Not worth a worker: where it cannot be done (another
    process writes for long, the file is read-only) questions are only slower.
    """
    from django.db import DatabaseError, connection  # noqa: PLC0415 - when it is loaded

    from records.management.statistics import refresh_statistics  # noqa: PLC0415

    if connection.vendor == "sqlite":
        try:
            refresh_statistics()
        except DatabaseError:
            logging.getLogger("dragoman.start").warning("statistics are as they were")
        finally:
            connection.close()


# Requests are logged by the application, with their id; everything in one shape.
accesslog = None
logconfig_dict = logging_configuration(
    log_format=env.str("LOG_FORMAT", default="") or "json",
    level=env.str("LOG_LEVEL", default="INFO").upper(),
)
