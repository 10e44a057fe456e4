"""公开数据: one page that names every set of data and its three forms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.lists import KEPT, data_sets


@requires(PUBLIC)
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    response = render(request, "tianfu/site/pages/open_data.html", {"sets": data_sets()})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
