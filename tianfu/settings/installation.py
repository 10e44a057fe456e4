"""Who this installation is: its names, keys and addresses, language, mail, log, processes."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tianfu.environment import env_bool, env_int, env_list, env_text

BASE_DIR = Path(__file__).resolve().parents[2]
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
DRAWN_NAME = "天府名品"  # as static/img/wordmark.svg has it
PLATFORM_NAME = env_text("PLATFORM_NAME", DRAWN_NAME)
PLATFORM_LATIN = env_text("PLATFORM_LATIN", "Tianfu Mingpin")
PLATFORM_LINE = env_text("PLATFORM_LINE", "四川省区域公共品牌")
# Whose home the site's first page is, "host=slug" each, "slug" alone for every other host; none: of all programmes.
HOME_PROGRAMMES = env_list("HOME_PROGRAMMES")
# A second programme with people of its own in the demo: 湖北精品 beside 天府名品.
DEMO_SECOND_BRAND = DEMO and env_bool("DEMO_SECOND_BRAND")
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

# Shown in the privacy notice; empty = marked there as still to be completed.
OPERATOR_NAME = env_text("OPERATOR_NAME", "")
PRIVACY_CONTACT = env_text("PRIVACY_CONTACT", "")
# mailto:, tel: or https: for reports of weaknesses (/.well-known/security.txt); the mailbox is that of RFC 2142.
SECURITY_CONTACT = env_text("SECURITY_CONTACT", f"mailto:security@{urlsplit(PUBLIC_URL).hostname}")
if not SECURITY_CONTACT.startswith(("mailto:", "tel:", "https://")):
    raise ImproperlyConfigured("SECURITY_CONTACT 应以 mailto:、tel: 或 https:// 开头。")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Django's own messages in our words (locale/); our own texts are Chinese in the source.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

EMAIL_BACKEND = "tianfu.inbox.mail.backend.OutboxBackend"
# Where the outbox hands mails on: smtp://user:password@host:port?tls=1 ; empty = not delivered.
SMTP_URL = env_text("SMTP_URL", "")
DEFAULT_FROM_EMAIL = env_text("DEFAULT_FROM_EMAIL", f"{PLATFORM_NAME}平台 <no-reply@localhost>")

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
