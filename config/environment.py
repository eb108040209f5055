"""Where do the deployment's variables come from? The environment, then the .env file.

``env`` reads them. ``ENV_FILE`` names another file than the one beside manage.py.
"""

import os
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()
env_file = Path(os.environ.get("ENV_FILE") or ROOT / ".env")
if env_file.is_file():
    # Only sets what the environment does not have.
    env.read_env(env_file)
