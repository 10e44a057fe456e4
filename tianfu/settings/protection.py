"""Limits, counted guesses, cookies and the headers of every answer."""

from csp.constants import NONE, SELF

from tianfu.environment import env_int, env_limits, env_text
from tianfu.settings.installation import HTTPS

# Where everybody may hand in a file that is only looked at (核对文件): the papers of the platform are far smaller.
PUBLIC_FILE_LIMIT = 4 * 1024 * 1024
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
