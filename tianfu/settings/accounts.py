"""Passwords, sign-in, sessions and second factors."""

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from tianfu.environment import env_int
from tianfu.settings.installation import DEMO, HTTPS, PLATFORM_NAME

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
