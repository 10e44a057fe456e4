"""Where rows, files and caches lie, and how large what comes in may be."""

from pathlib import Path

import dj_database_url

from tianfu.environment import env_int, env_text
from tianfu.settings.installation import BASE_DIR, DATA_DIR, DEBUG, DEMO

# Kept for an hour: what was prepared on a connection (tianfu/queries/prepared.py) costs it a hundred requests to plan anew.
DATABASES = {"default": dj_database_url.parse(env_text("DATABASE_URL"), conn_max_age=3600)}
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
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_LIMITS[1]  # what is no file, in memory
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# Unix socket of clamd; empty = no virus scanning, which every file then says of itself.
CLAMD_SOCKET = env_text("CLAMD_SOCKET", "")
