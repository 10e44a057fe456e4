import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")
django = get_wsgi_application()

from tianfu.site.answers.page_cache import PageCache  # noqa: E402 - it needs the models
from tianfu.site.answers.reception import Reception  # noqa: E402
from tianfu.start import guard_web  # noqa: E402

pages = PageCache() if settings.PAGE_CACHE else None
application = Reception(django, desks=settings.WEB_THREADS, pages=pages)
guard_web()
