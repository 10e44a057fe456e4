"""All settings, from the environment. The table of variables is in README.md."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from tianfu.environment import broker_url, env_bool, env_int, env_limits, env_list, env_text

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_text("DATA_DIR", str(BASE_DIR / "var"))).resolve()

DEMO = env_bool("DEMO")
# A demo site on a public https address is refused (workflow.E001) unless it is meant.
DEMO_PUBLIC = env_bool("DEMO_PUBLIC")
DEBUG = env_bool("DEBUG")
SECRET_KEY = env_text("SECRET_KEY", "demo-only-not-a-secret" if DEMO else None)
# Signs only. Former keys, while what they signed is still on its way (sessions, links in mails).
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
# Secrets kept in the database; the first writes, all read (accounts/encryption.py).
ENCRYPTION_KEYS = env_list("ENCRYPTION_KEYS", "demo-only-not-an-encryption-key" if DEMO else "")
PUBLIC_URL = env_text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
# What the installation calls itself on pages, in mails and in authenticators; cases and papers speak for their own brand.
PLATFORM_NAME = env_text("PLATFORM_NAME", "天府名品")
PLATFORM_LATIN = env_text("PLATFORM_LATIN", "Tianfu Mingpin")
PLATFORM_LINE = env_text("PLATFORM_LINE", "四川省区域公共品牌")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
# Key of the fingerprints that stand for phones and ID numbers in the audit trail.
FINGERPRINT_KEY = env_text("FINGERPRINT_KEY", SECRET_KEY)
# Public register log: base64 of a 32-byte Ed25519 seed (a demo makes its own), and the name of a
# new log (empty: by PUBLIC_URL). A log keeps the name and key of its first checkpoint (ledger/log/identity.py).
LOG_SIGNING_KEY = env_text("LOG_SIGNING_KEY", "")
LOG_ORIGIN = env_text("LOG_ORIGIN", "")
# Second factor for staff: "required", or "off" which only DEMO may choose.
STAFF_MFA = env_text("STAFF_MFA", "off" if DEMO else "required")
if STAFF_MFA not in {"required", "off"} or (STAFF_MFA == "off" and not DEMO):
    raise ImproperlyConfigured("STAFF_MFA 只能是 required;off 仅在 DEMO=1 时允许。")

INSTALLED_APPS = [
    "tianfu.accounts",
    "tianfu.ledger",
    "tianfu.files",
    "tianfu.papers",
    "tianfu.workflow",
    "tianfu.inbox",
    "applications",
    "certification",
    "supervision",
    "tianfu.demo",
    "tianfu.console.app.ConsoleConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "tianfu.ledger.requests.context.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tianfu.api.gate.ApiGateMiddleware",
    "tianfu.site.answers.public_answers.PublicAnswersMiddleware",
    "tianfu.site.answers.policy.PolicyMiddleware",
    "tianfu.text.requests.middleware.NoNulMiddleware",
    "tianfu.site.answers.rates.RateLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tianfu.site.answers.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tianfu.text.requests.middleware.VisibleInputMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tianfu.ledger.requests.no_store.NoStoreMiddleware",
    "tianfu.accounts.access.middleware.SessionLimitMiddleware",
    "tianfu.accounts.access.both_sides.BothSidesMiddleware",
    "tianfu.accounts.access.middleware.KeptTextMiddleware",
    "tianfu.accounts.protection.equal_time.EqualTimeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tianfu.site.answers.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
    "tianfu.accounts.access.middleware.AccessMiddleware",
    "tianfu.site.answers.redirects.ScriptRedirectMiddleware",
]

# For looks at public pages by nobody in particular (tianfu/site/answers/entrance.py).
PUBLIC_MIDDLEWARE = [
    "tianfu.ledger.requests.context.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tianfu.api.gate.ApiGateMiddleware",
    "tianfu.site.answers.public_answers.PublicAnswersMiddleware",
    "tianfu.site.answers.policy.PolicyMiddleware",
    "tianfu.text.requests.middleware.NoNulMiddleware",
    "tianfu.site.answers.rates.RateLimitMiddleware",
    "tianfu.site.answers.entrance.NobodyMiddleware",
    "tianfu.text.requests.middleware.VisibleInputMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tianfu.site.answers.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "tianfu.urls.root"
WSGI_APPLICATION = "tianfu.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "tianfu.site.compiler.loader.Loader",
                    ["tianfu.site.drawn.loader.TightLoader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "libraries": {"demo": "tianfu.demo.tags"},
            "builtins": [
                "tianfu.site.drawn.date_filters",
                "tianfu.site.drawn.list_cells",
                "tianfu.site.drawn.drawn_once",
                "tianfu.site.work_rows",
                "tianfu.site.drawn.platform_name",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tianfu.workflow.demo.banner.demo_clock",
                "tianfu.site.menus.navigation.navigation",
                "applications.review.console.position.list_position",
                "tianfu.accounts.sign_in.session_time.session_time",
            ],
        },
    }
]

# Shown in the privacy notice; empty = marked there as still to be completed.
OPERATOR_NAME = env_text("OPERATOR_NAME", "")
PRIVACY_CONTACT = env_text("PRIVACY_CONTACT", "")
# mailto:, tel: or https: for reports of weaknesses (/.well-known/security.txt); the mailbox is that of RFC 2142.
SECURITY_CONTACT = env_text("SECURITY_CONTACT", f"mailto:security@{urlsplit(PUBLIC_URL).hostname}")
if not SECURITY_CONTACT.startswith(("mailto:", "tel:", "https://")):
    raise ImproperlyConfigured("SECURITY_CONTACT 应以 mailto:、tel: 或 https:// 开头。")

CSRF_FAILURE_VIEW = "tianfu.site.answers.errors.csrf_failure"
# Forms are drawn by templates/django/forms/field.html (label, hint, error, input).
FORM_RENDERER = "tianfu.site.drawn.form_renderer.FormRenderer"

DATABASES = {"default": dj_database_url.parse(env_text("DATABASE_URL"), conn_max_age=60)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Shared by all processes and kept over restarts: throttles and used one-time codes live here, and signing in must
# not need the broker. The table is made after migrate (accounts/apps.py).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Above this, rows are thrown out at random: a throttle must not forget under attack.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env_text("REDIS_URL")
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_IMPORTS = ["tianfu.site.pages.health", "tianfu.grants.tasks"]
CELERY_TASK_QUEUES = [Queue("celery"), Queue("heartbeat")]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker never gives up on its broker
# A job whose worker does not renew its lease for this long is given to another one.
JOB_LEASE_SECONDS = env_int("JOB_LEASE_SECONDS", 20)
# The longest one run of a job or a task of the beat may take. Then it is told to stop, half a minute later its
# process is ended, and a minute after its time its lease is renewed no more: the row is put back, in the end parked.
JOB_LONGEST_SECONDS = env_int("JOB_LONGEST_SECONDS", 600)
CELERY_TASK_SOFT_TIME_LIMIT = JOB_LONGEST_SECONDS
CELERY_TASK_TIME_LIMIT = JOB_LONGEST_SECONDS + 30
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any run: what is at work is not given to a second worker.
    "visibility_timeout": JOB_LONGEST_SECONDS + 300,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    # A request does not wait for a broker that is away (six seconds by default): the sweeper finds its job.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
# The schedule itself stands in the apps (beat.toml, tianfu/beat.py).
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Django's own messages in our words (locale/); our own texts are Chinese in the source.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files that browsers ask for at the root: icons, the manifest, the picture for links.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
MEDIA_ROOT = Path(env_text("FILES_DIR", str(DATA_DIR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Compressing the API page's scripts takes a minute: done where it pays, not at every first `make run`.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# The largest body of one request, in bytes: of anybody, of who is signed in, of who is signed in where files are taken.
BODY_LIMITS = (256 * 1024, 2 * 1024 * 1024, env_int("UPLOAD_MEGABYTES", 64) * 1024 * 1024)
# Where everybody may hand in a file that is only looked at (核对文件): the papers of the platform are far smaller.
PUBLIC_FILE_LIMIT = 4 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMITS[1]  # what is no file, in memory
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# Unix socket of clamd; empty = no virus scanning, which every file then says of itself.
CLAMD_SOCKET = env_text("CLAMD_SOCKET", "")

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tianfu.accounts.sign_in.passwords.LengthValidator", "OPTIONS": {"shortest": 12, "longest": 128}},
    {"NAME": "tianfu.accounts.sign_in.passwords.CommonValidator"},
    {"NAME": "tianfu.accounts.sign_in.passwords.ContextWordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "phone")},
    },
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "tianfu.accounts.backends.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
# Security limits, not rules of the field (trust.md E 23): (idle, since sign-in).
SESSION_LIMITS_STAFF = (timedelta(minutes=15), timedelta(hours=12))
SESSION_LIMITS_MEMBER = (timedelta(minutes=30), timedelta(hours=24))
SESSION_COOKIE_AGE = 24 * 60 * 60
# How many proxies of our own stand in front, each adding to X-Forwarded-For; 0 = the address of the connection is the
# client's. Not said at all it is None: then https is refused at the start (accounts.E002).
PROXY_COUNT = env_int("PROXY_COUNT", 0) if env_text("PROXY_COUNT", "") else None

# trust.md E 45, 46: (how often, in how many seconds) one network, or for uploads one person, may do it; counted in Redis
# for all processes (accounts/limits.py). Generous: behind one address may be a shopping street or a town hall.
ALL_LIMITS = {
    "verify": (120, 60),
    "look_up": (600, 60),
    "download": (300, 60),
    "sign_in": (120, 60),
    "sign_up": (20, 60),
    "mailed": (20, 60),
    "upload": (200, 3600),
}
LIMITS = env_limits("LIMITS", ALL_LIMITS)

ACCOUNT_ADAPTER = "tianfu.accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "tianfu.accounts.sign_in.signup_fields.SignUpFields"
ACCOUNT_FORMS = {
    "signup": "tianfu.accounts.sign_in.forms.SignUpForm",
    "login": "tianfu.accounts.sign_in.forms.SignInForm",
    "confirm_email_verification_code": "tianfu.accounts.sign_in.forms.ConfirmEmailForm",
    "change_email": "tianfu.accounts.sign_in.forms.OtherEmailForm",
    "add_email": "tianfu.accounts.sign_in.forms.ChangeEmailForm",
    "reset_password": "tianfu.accounts.sign_in.forms.ResetRequestForm",
    "reset_password_from_key": "tianfu.accounts.sign_in.forms.ResetPasswordForm",
    "change_password": "tianfu.accounts.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "tianfu.accounts.sign_in.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "tianfu.accounts.sign_in.forms.CodeForm",
    "reauthenticate": "tianfu.accounts.sign_in.forms.CodeAgainForm",
    "activate_totp": "tianfu.accounts.sign_in.forms.ActivateForm",
    "authenticate_webauthn": "tianfu.accounts.factors.passkey_forms.ShowForm",
    "reauthenticate_webauthn": "tianfu.accounts.factors.passkey_forms.ShowAgainForm",
    "login_webauthn": "tianfu.accounts.factors.passkey_forms.SignInForm",
    "add_webauthn": "tianfu.accounts.factors.passkey_forms.AddForm",
    "edit_webauthn": "tianfu.accounts.factors.passkey_forms.NameForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"【{PLATFORM_NAME}】"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# How long a shown second factor counts before acts of staff that cannot be taken back (trust.md E 12).
STEP_UP_SECONDS = ACCOUNT_REAUTHENTICATION_TIMEOUT = env_int("STEP_UP_SECONDS", 300)
if not 0 < STEP_UP_SECONDS <= 300 and not DEMO:
    raise ImproperlyConfigured("STEP_UP_SECONDS 应为 1 至 300 秒；更长仅在 DEMO=1 时允许。")
# Guesses at passwords are counted by axes and accounts/guesses.py: the library's own count of an account's guesses from
# everywhere would keep its owner out.
# A form sent twice must not end on a page that says "too often", hence more than one code in ten seconds.
ACCOUNT_RATE_LIMITS = {
    "login": "",  # LIMITS["sign_in"]
    "login_failed": "",
    "signup": "20/m/ip",
    "confirm_email": "6/m/key",
}
MFA_ADAPTER = "tianfu.accounts.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The device checks its owner each time: a passkey alone is two factors.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Not the library's rule, which lets every address of the domain pass, but ours: PUBLIC_URL alone (accounts/passkeys.py).
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_ISSUER = PLATFORM_NAME
# A phone's clock may differ by one step.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

# (how many, in how many seconds): wrong passwords at one account from everywhere, by one network at all accounts, and at
# one account from browsers that signed in to it before.
ALL_GUESS_LIMITS = {"account": (100, 3600), "network": (60, 900), "known": (20, 900)}
GUESS_LIMITS = ALL_GUESS_LIMITS

AXES_WHITELIST_CALLABLE = "tianfu.accounts.protection.guesses.is_from_known_device"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = "tianfu.accounts.protection.throttle.cool_off"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "tianfu.accounts.protection.throttle.account_name"
AXES_CLIENT_IP_CALLABLE = "tianfu.accounts.protection.throttle.client_ip"
AXES_LOCKOUT_CALLABLE = "tianfu.accounts.protection.throttle.locked_out"
AXES_VERBOSE = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come from inside, over http
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

EMAIL_BACKEND = "tianfu.inbox.mail.backend.OutboxBackend"
# Where the outbox hands mails on: smtp://user:password@host:port?tls=1 ; empty = not delivered.
SMTP_URL = env_text("SMTP_URL", "")
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", f"{PLATFORM_NAME}平台 <no-reply@localhost>")

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "tianfu.api.schema.error",
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{PLATFORM_NAME}开放接口 {PLATFORM_LATIN} open API",
    "DESCRIPTION": "公开查询：品牌名录、品牌详情、编号验证、代码表。只读，无需登录，任何网站都可以直接调用。\n\n"
    "Public look-ups: list of brands, one brand, verification of a number, codes. Read only, no sign-in, open to every site.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVERS": [{"url": PUBLIC_URL}],
    "ENUM_NAME_OVERRIDES": {
        "BrandStatusEnum": "certification.register.api.parameters.STATUSES",
        "SectorEnum": "applications.models.Sector",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "tianfu.ledger.requests.loglines.OneLineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "INFO")},
    # Says at each start that it logs, and of each broken upload what qpdf thinks of it.
    "loggers": {"pikepdf": {"level": "ERROR"}},
}
# Processes of the server, and in each the threads that run Django: so many database connections (tianfu/site/answers/reception.py).
WEB_WORKERS = env_int("WEB_WORKERS", 2)
WEB_THREADS = env_int("WEB_THREADS", 8)
# Whether a process gives out a public page again that it made less than ten seconds ago (tianfu/site/answers/page_cache.py).
PAGE_CACHE = env_bool("PAGE_CACHE", default=True)
