"""What the platform is put together from: apps, middleware, templates, the open API."""

from tianfu.settings.installation import BASE_DIR, PLATFORM_LATIN, PLATFORM_NAME, PUBLIC_URL

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
    "tianfu.site.answers.headers.SafetyMiddleware",
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
                "tianfu.site.drawn.spoken_words",
                "tianfu.site.drawn.clauses",
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

CSRF_FAILURE_VIEW = "tianfu.site.answers.errors.csrf_failure"
# Forms are drawn by templates/django/forms/field.html (label, hint, error, input).
FORM_RENDERER = "tianfu.site.drawn.form_renderer.FormRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
