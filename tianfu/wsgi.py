import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")
whole = get_wsgi_application()

from tianfu.site.answers.entrance import Entrance  # noqa: E402 - it needs the models
from tianfu.site.answers.page_cache import PageCache  # noqa: E402
from tianfu.site.answers.reception import Reception  # noqa: E402
from tianfu.start import guard_web  # noqa: E402

django = Entrance(whole)
pages = PageCache() if settings.PAGE_CACHE else None
application = Reception(django, desks=settings.WEB_THREADS, pages=pages)
guard_web()
