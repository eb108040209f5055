"""The settings under test: the deployment's own, told the same on every machine.

No .env file is read and no SECRET_KEY is needed. Of the environment, DATABASE_URL
chooses the database.
"""

import os
from unittest import mock

HERE = {
    "SECRET_KEY": "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "ENV_FILE": os.devnull,
    "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
    # The races of the tests use more threads than a worker process has.
    "DATABASE_POOL_SIZE": "20",
    "LOG_FORMAT": "json",
    "LOG_LEVEL": "WARNING",
    **dict.fromkeys(
        (
            "ALLOWED_HOSTS",
            "CORS_ALLOWED_ORIGINS",
            "CSRF_TRUSTED_ORIGINS",
            "DATABASE_SERVER_SIDE_CURSORS",
            "DEBUG",
            "DRAGOMAN_RATE_PER_DAY",
            "DRAGOMAN_RATE_PER_MINUTE",
            "HTTPS",
            "STATIC_ROOT",
        )
    ),
}

# Taken back at once, so that processes started by tests find the machine's own
# environment.
with mock.patch.dict(os.environ):
    for name, value in HERE.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    from config.settings import *  # noqa: F403

# Hashing a password well takes as long as a hundred tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
