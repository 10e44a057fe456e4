"""What every Atom feed of the public site has in common."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed

SHOWN = 50


class PublicFeed(Feed):
    """Atom with our own absolute addresses, whatever name the site was asked by; kept for five minutes.

    `name` is the feed's own URL name, `about` that of the page whose news it carries.
    """

    feed_type = Atom1Feed
    language = "zh-CN"
    author_name = settings.PLATFORM_NAME
    name = about = ""

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=300)
        return response

    def link(self) -> str:
        return settings.PUBLIC_URL + reverse(self.about)

    def feed_url(self, obj: object = None) -> str:
        return settings.PUBLIC_URL + reverse(self.name)

    feed_guid = feed_url
