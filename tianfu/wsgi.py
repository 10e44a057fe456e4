import os

from django.core.wsgi import get_wsgi_application

from tianfu.start import guard_web

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")
application = get_wsgi_application()
guard_web()
