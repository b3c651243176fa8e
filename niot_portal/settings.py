"""Settings of the portal, in Django's order; each deployment choice reads its variable.

Two ways to run: development (`dev.py` writes `.local/development.env`) and production,
which reads the environment alone and refuses to start half-configured.
"""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from foundation.promises import LARGEST_REQUEST
from niot_portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"
TESTING = "pytest" in sys.modules

env = environ.Env()
if "NIOT_ENV" not in env.ENVIRON:
    env.read_env(LOCAL_DIR / "development.env")
ENVIRONMENT = env.str("NIOT_ENV", "production")
DEVELOPMENT = ENVIRONMENT == "development"

environment.refuse_wrong(env.ENVIRON, is_development=DEVELOPMENT)

DEBUG = DEVELOPMENT and not TESTING
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

SITE_NAME = "Not In Our Town Law Enforcement Network"
SITE_URL = env.str("SITE_URL", "http://localhost:8000").strip().rstrip("/").lower()
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
    if DEVELOPMENT
    else environment.hosts(env.ENVIRON)
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "niot_portal.staff_apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "csp",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "foundation",
    "places",
    "accounts",
    "resources",
    "leaders",
    "screenings",
    "niot_portal",
]

MIDDLEWARE = [
    "foundation.http.Probes",
    "foundation.kept.KeptPages",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "foundation.http.Headers",
    "foundation.gate.InputGate",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "foundation.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foundation.http.PrivateByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.idle.IdleTimeOut",
    "accounts.second_factor.StaffSecondFactor",
    "foundation.ways_back.WaysBack",
    "foundation.titles.ErrorTitles",
    "foundation.history.HistoryMiddleware",
    "foundation.errors.LastResort",
]
if DEVELOPMENT:
    MIDDLEWARE.insert(0, "foundation.timing.ServerTiming")

ROOT_URLCONF = "niot_portal.urls"
WSGI_APPLICATION = "niot_portal.wsgi.application"

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
                "foundation.http.site",
                "foundation.promised.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "foundation.templatetags.own_forms",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Without a DATABASE_URL, the checkout has a PostgreSQL of its own.
if env.str("DATABASE_URL", ""):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "niot_portal.embedded",
            "NAME": "niot",
            "EMBEDDED_HOME": str(LOCAL_DIR),
        }
    }
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["OPTIONS"] = {
    "options": "-c statement_timeout=15000 -c lock_timeout=5000 "
    "-c idle_in_transaction_session_timeout=60000",
    # A server that is gone without a word is given up: seconds, then milliseconds for
    # what was sent and never received. `foundation.watchdog` does the rest.
    "connect_timeout": 2,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
} | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# allauth counts its limits here; workers must share the count.
CACHES = {
    "default": {
        "BACKEND": "foundation.cache.Counts",
        "LOCATION": "django_cache",
        # Django would throw counts away at 300 entries, and the limits with them. The
        # worker removes what has expired.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# Public pages each process keeps, by version of what they show. None in development,
# where templates change, nor in tests, whose transactions are rolled back.
KEPT_PAGES_BYTES = (
    0 if DEVELOPMENT or TESTING else env.int("KEPT_PAGES_BYTES", 16_000_000)
)

AUTH_USER_MODEL = "accounts.User"
# allauth's is Django's own plus the e-mail address; both would hash a password twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# NIST SP 800-63B-4 section 3.1.1: length and a blocklist, no composition rules.
PASSWORD_LEAST = 15
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LEAST},
    },
    {
        "NAME": "django.contrib.auth.password_validation."
        "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ContextWords"},
    {"NAME": "accounts.passwords.NoRuns"},
]
# A link to choose a new password works for an hour.
PASSWORD_RESET_TIMEOUT = 3600

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.AddEmailForm",
    "change_email": "accounts.forms.ChangeEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "login": "accounts.forms.LoginForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "set_password": "accounts.forms.SetPasswordForm",
}
ACCOUNT_USER_DISPLAY = "accounts.models.own_name"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Mail through an agency's filters takes minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Guesses and mails are counted by ourselves (accounts/tries.py): allauth would count
# them by the address alone, and let strangers shut somebody out.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    (
        "confirm_email",
        "login",
        "login_failed",
        "request_login_code",
        "reset_password",
        "reset_password_from_key",
        "signup",
    ),
    "",
)
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.resets.ResetTokens"  # noqa: S105
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_ADAPTER = "accounts.second_factor.EncryptedSecrets"
MFA_FORMS = {
    "add_webauthn": "accounts.factor_forms.AddWebAuthnForm",
    "authenticate": "accounts.factor_forms.AuthenticateForm",
    "authenticate_webauthn": "accounts.factor_forms.AuthenticateWebAuthnForm",
    "edit_webauthn": "accounts.factor_forms.EditWebAuthnForm",
    "login_webauthn": "accounts.factor_forms.LoginWebAuthnForm",
    "reauthenticate": "accounts.factor_forms.ReauthenticateForm",
    "reauthenticate_webauthn": "accounts.factor_forms.ReauthenticateWebAuthnForm",
}
# A passkey cannot be guessed, so nobody is kept from using one.
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TRUST_ENABLED = False
# A code of the half minute before or after is taken as well (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Not In Our Town Network"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
USERSESSIONS_TRACK_ACTIVITY = False
# An agency's OpenID Connect provider: one JSON object, as allauth documents it.
OPENID_PROVIDER = env.json("OPENID_PROVIDER", default={})
OPENID_ORIGIN = env.str("OPENID_ORIGIN", "")
SOCIALACCOUNT_PROVIDERS = (
    {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [OPENID_PROVIDER]}}
    if OPENID_PROVIDER
    else {}
)
SOCIALACCOUNT_ONLY = False

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/New_York"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "build" / "static")))
if DEVELOPMENT:
    # Served from their sources; whitenoise only wants the folder to be there.
    STATIC_ROOT = LOCAL_DIR / "static"
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(LOCAL_DIR / "media")))
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "foundation.files.WholeFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 0 if DEVELOPMENT else 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# What is uploaded is looked at in memory: a full temporary folder stops nobody.
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST.number
FILE_UPLOAD_PERMISSIONS = 0o644

# All mail goes to the outbox, a table; `manage.py worker` delivers it.
EMAIL_BACKEND = "foundation.outbox.OutboxBackend"
EMAIL_TIMEOUT = 10
DELIVERY = (
    env.email_url("EMAIL_URL")
    if env.str("EMAIL_URL", "")
    else {"EMAIL_BACKEND": "foundation.sending.KeepOnly"}
)
# Processes that send mail side by side: a slow server answers each in its own time.
MAIL_SENDERS = env.int("MAIL_SENDERS", 1 if DEVELOPMENT else 4)
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", "Not In Our Town Network <network@sample.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
PROGRAM_OFFICE_EMAIL = env.str("PROGRAM_OFFICE_EMAIL", "program-office@sample.example")

MESSAGE_STORAGE = "foundation.notices.Notices"

_prefix = "" if DEVELOPMENT else "__Host-"
SESSION_COOKIE_NAME = f"{_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
MESSAGES_COOKIE_NAME = f"{_prefix}messages"
BROWSER_COOKIE_NAME = f"{_prefix}browser"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "foundation.kept_forms.csrf_failure"
SECURE_SSL_REDIRECT = not DEVELOPMENT
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEVELOPMENT
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# W021 asks for HSTS preload: joining browsers' lists is the domain owner's decision.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, OPENID_ORIGIN] if OPENID_ORIGIN else [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Two people vet each application, unless the program decides otherwise.
TWO_PERSON_RULE = env.bool("TWO_PERSON_RULE", True)
# What is promised where a deployment sets nothing: the manual prints these.
USUAL_PROMISES = {
    "FIRST_LOOK_WORKING_DAYS": 5,
    "ANSWER_WORKING_DAYS": 15,
    "REAPPLY_DAYS": 90,
}
# What applicants are promised, in working days after sending.
FIRST_LOOK_WORKING_DAYS = env.int(
    "FIRST_LOOK_WORKING_DAYS", USUAL_PROMISES["FIRST_LOOK_WORKING_DAYS"]
)
ANSWER_WORKING_DAYS = env.int(
    "ANSWER_WORKING_DAYS", USUAL_PROMISES["ANSWER_WORKING_DAYS"]
)
# Days after which somebody who was not accepted may apply again.
REAPPLY_DAYS = env.int("REAPPLY_DAYS", USUAL_PROMISES["REAPPLY_DAYS"])


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(levelname)s %(name)s %(message)s"},
        "json": {"()": "foundation.logs.JsonLines"},
    },
    "filters": {"bad_requests": {"()": "foundation.logs.OneLineForBadRequests"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["bad_requests"],
            "formatter": "plain" if DEVELOPMENT else "json",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO" if DEVELOPMENT else "WARNING"},
    "loggers": {"niot": {"level": "INFO"}},
}
