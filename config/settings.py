"""What is true of this deployment? ``.env.example`` lists every variable."""

from corsheaders.defaults import default_headers
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.databases import database
from config.environment import ROOT, env
from config.logs import configure_structlog, logging_configuration

# Deployment
BASE_DIR = ROOT
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = "django-insecure-for-debugging-only"  # noqa: S105
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it in the environment or in .env to a long random"
        " value (`python3 manage.py demo` writes a .env with one where there is none)."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# One switch for everything that holds once the site is reached by HTTPS only.
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
# Probes come straight to the process, past the proxy that speaks HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool(
    "HSTS_INCLUDE_SUBDOMAINS", default=True
)
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS

# Applications
INSTALLED_APPS = [
    # Before django.contrib.admin, whose templates it replaces.
    # Without its own site: records.administration has one.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "records.administration.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "corsheaders",
    "drf_spectacular_sidecar",
    "records.access",
    "records",
    "crm",
    "custom_objects",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before all that may answer, so that every answer and log line has the id.
    "records.dialects.base.requests.RequestIdMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "records.members.middleware.CurrentOrganizationMiddleware",
    "records.administration.languages.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
# The wire contracts count a slash at the end as the same address; nothing redirects.
APPEND_SLASH = False

# Database
DATABASES = {
    "default": database(
        env.str("DATABASE_URL", default="") or "sqlite:///db.sqlite3",
        base=BASE_DIR,
        pool_size=env.int("DATABASE_POOL_SIZE", default=10),
        has_server_side_cursors=env.bool("DATABASE_SERVER_SIDE_CURSORS", default=True),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["records.members.backends.MembershipBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "admin:login"

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
# After a change of django.po: `python3 manage.py compilemessages` (needs gettext).
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Requests. The limit on a body holds for the forms of the admin too; uploaded files
# do not count towards it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
REST_FRAMEWORK = {
    # The dialects say the rest themselves. Whatever forgets to, lets nobody in.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    # A `format` parameter belongs to the dialects' own questions.
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# Requests that a key may send, unless it has limits of its own; 0 is no limit.
DRAGOMAN_RATE_PER_MINUTE = max(0, env.int("DRAGOMAN_RATE_PER_MINUTE", default=0))
DRAGOMAN_RATE_PER_DAY = max(0, env.int("DRAGOMAN_RATE_PER_DAY", default=0))
# Objects of its own that an organization may define; 0 is no limit.
DRAGOMAN_MOST_OBJECTS = max(0, env.int("DRAGOMAN_MOST_OBJECTS", default=0))
# The resource dialect is called from browsers; the other two are not.
CORS_URLS_REGEX = r"^/api/(?!crm(?:/|$))"
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = (*default_headers, "range", "x-api-key")
CORS_EXPOSE_HEADERS = [
    "Content-Range",
    "X-Total-Count",
    "X-Request-Id",
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
]

# Static files, served by the process itself straight from the packages, so that no
# collectstatic is needed. STATIC_ROOT is for those who let a proxy serve them.
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default="") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Admin
UNFOLD = {
    "SITE_TITLE": "Dragoman",
    "SITE_HEADER": "Dragoman",
    "SITE_SYMBOL": "translate",
    "SITE_URL": None,
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {
        "show_search": True,
        # The callable decides; the list of all applications would show the libraries.
        "show_all_applications": False,
        "navigation": "records.navigation.sidebar",
    },
}

# Logs
LOGGING = logging_configuration(
    log_format=env.str("LOG_FORMAT", default="") or ("console" if DEBUG else "json"),
    level=env.str("LOG_LEVEL", default="INFO").upper(),
)
configure_structlog()
