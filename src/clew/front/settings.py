"""Settings, read from the environment; `clew init` writes the data folder they point to."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from clew.front.mail import server_of
from clew.front.secrets import secret_key

HERE = Path(__file__).resolve().parent
CLEW_DATA = Path(os.environ.get("CLEW_DATA", "data")).resolve()
CLEW_MODE = os.environ.get("CLEW_MODE", "local")  # "local": one person on this machine, no password; "team": accounts
CLEW_DATABASE_URL = os.environ.get("CLEW_DATABASE_URL", "")
LOCAL = CLEW_MODE == "local"
CLEW_SIGNUP = os.environ.get(
    "CLEW_SIGNUP", "open"
)  # "open": anybody who reaches a team's Clew; "invited": by invitation only
CLEW_HOOKS_LOOPBACK = LOCAL or os.environ.get("CLEW_HOOKS_LOOPBACK", "") == "1"  # webhooks may call this very machine
# Trackers that stand in the server's own network, by their host names: workspaces may connect these as well as public ones.
_named = os.environ.get("CLEW_TRACKER_HOSTS", "").lower().split(",")
CLEW_TRACKER_HOSTS = [host for host in (name.strip().rstrip(".") for name in _named) if host]
CLEW_MEANING = os.environ.get("CLEW_MEANING", "on") != "off"  # search also by what texts mean

SECRET_KEY = secret_key(CLEW_DATA)
DEBUG = False
ALLOWED_HOSTS = (
    ["127.0.0.1", "localhost", "[::1]"] if LOCAL else os.environ.get("CLEW_HOSTS", "127.0.0.1,localhost").split(",")
)
# Language models that a team's workspaces may ask inside the server's own network; on one person's machine all are.
CLEW_MODEL_HOSTS = [h for h in os.environ.get("CLEW_MODEL_HOSTS", "").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CLEW_ORIGINS", "").split(",") if o]
# Where people reach Clew: links in mails that it sends by itself begin so. `clew serve` fills in its own address.
HOME_URL = next(iter(CSRF_TRUSTED_ORIGINS), "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "clew.front",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "clew.ground.ledger",
    "clew.ground.workspaces",
    "clew.ground.files",
    "clew.ground.proposals",
    "clew.ground.runs",
    "clew.ground.search",
    "clew.ground.thread",
    "clew.ground.guests",
    "clew.ground.hooks",
    "clew.ground.customers",
    "clew.ground.evidence",
    "clew.ground.assist",
    "clew.ground.exchange",
    "clew.rooms.interviews",
    "clew.rooms.roadmap",
]

MIDDLEWARE = [
    "clew.front.middleware.heads",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages carry no secret that a guess at their size could tell; tokens are masked anew
    "clew.front.api.problems.alone",
    "csp.middleware.CSPMiddleware",
    "clew.front.middleware.permissions",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clew.front.middleware.refusals",
    "clew.front.middleware.seen",
    "clew.front.middleware.looks",
]

ROOT_URLCONF = "clew.front.urls"
ASGI_APPLICATION = "clew.front.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clew.front.shell.context",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.static",
                "clew.front.templatetags.look",
            ],
        },
    }
]


# Whatever the server was set to: rows are looked up on a solid disk or in memory, where one is as near as the next, and no
# statement runs so long that compiling it pays. Else a plan of sixty items reads every node there is: 12 ms instead of 1.
PLANNED_FOR = "-c random_page_cost=1.1 -c jit=off"


def _database() -> dict[str, object]:
    if not CLEW_DATABASE_URL:
        return {
            "ENGINE": "clew.ground.ledger.sqlite",
            "NAME": CLEW_DATA / "clew.sqlite3",
            "CONN_MAX_AGE": None,  # the threads that answer stay, and opening a connection costs more than a small page
            "OPTIONS": {
                # Measured: Django's defaults refuse 366 of 1,600 concurrent writes, these none.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
                " PRAGMA temp_store=MEMORY;",
            },
        }
    url = urlsplit(CLEW_DATABASE_URL)
    pool = {} if os.environ.get("CLEW_NO_POOL") else {"pool": {"min_size": 1, "max_size": 16}}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": _query_value(url.query, "host") or url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": {"options": PLANNED_FOR, **pool},
    }


def _query_value(query: str, key: str) -> str:
    pairs = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
    return unquote(pairs.get(key, ""))


DATABASES = {"default": _database()}

CACHES = {
    # Who knocked how often is counted in the database: across processes and machines, and a restart does not forget it.
    # Room for many, since whoever could push others' counts out would be counted no more.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "clew_counts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # A program's requests are counted where they are answered: it is not worth a write to the disk each.
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "clew.front.accounts.Adapter"
ACCOUNT_FORMS = {"signup": "clew.front.accounts.SignUp"}
ACCOUNT_CHANGE_EMAIL = (
    True  # one address for each account: whoever signed up with another's gains no second way in by it
)
# Beside the library's own limits on sign-in: how often an address of the network, or a person, may do it.
ACCOUNT_RATE_LIMITS = {
    "public_link": "60/m/ip",
    "send_mail": "30/h/user",
    "open_answer": "20/h/ip",
    "answer_by_many": "120/h/ip",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "clew.front.accounts.AddKey"}
MFA_TOTP_ISSUER = "Clew"
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
try:
    MAIL_SERVER = server_of(os.environ["CLEW_SMTP_URL"]) if os.environ.get("CLEW_SMTP_URL") else None
except ValueError as error:
    raise ImproperlyConfigured(f"CLEW_SMTP_URL is not understood. {error}") from None  # its password is not shown
EMAIL_FILE_PATH = CLEW_DATA / "outbox"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
if MAIL_SERVER is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starttls, MAIL_SERVER.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("CLEW_MAIL_FROM") or "Clew <clew@localhost>"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Clew: "

SESSION_COOKIE_NAME = "clew_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("CLEW_HTTPS", "") == "1"
CSRF_COOKIE_NAME = "clew_csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = CLEW_DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "clew.front.assets.StampedStorage"},
}

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = os.environ.get("TZ") or "UTC"
USE_I18N = False  # English only; looking up the language costs a tenth of a list page

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {
        "unsaid": {"()": "clew.front.unsaid.Unsaid"},
        "in_one_line": {"()": "clew.front.unsaid.InOneLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["in_one_line"]}},
    "loggers": {"django.request": {"filters": ["unsaid"]}, "django.security.csrf": {"filters": ["unsaid"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("CLEW_LOG", "WARNING")},
}
