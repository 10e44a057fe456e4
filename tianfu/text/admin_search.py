"""The search boxes of the console's record pages: by stored search keys where there are some, by folded words elsewhere."""

import re
import unicodedata
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from tianfu.text.clean import line
from tianfu.text.search_key import search_key

_DASH = re.compile("[\u00ad\u2010-\u2015\u2043\u2212\u2500\ufe58\ufe63\uff0d]")
_AROUND = " ,，.。;；:：、!！?？\"'“”‘’《》「」【】"
_MOST = 8
_UNSOUND = (OverflowError, ValueError, DataError)


class SoundChangeList(ChangeList):
    """Django refuses most look-ups that make no sense; a year past the calendar or a number past its column it does not."""

    def get_queryset(self, *args: Any, **options: Any) -> Any:
        """Raises IncorrectLookupParameters, which Django answers by the list without its filters."""
        try:
            return super().get_queryset(*args, **options)
        except _UNSOUND as error:
            raise IncorrectLookupParameters(error) from error

    def get_results(self, request: HttpRequest) -> None:
        """The same for what only the database refuses."""
        try:
            super().get_results(request)
        except _UNSOUND as error:
            raise IncorrectLookupParameters(error) from error


class SoundLookups:
    """Mixin of an admin page, to be named first: no look-up in its address breaks the list."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SoundChangeList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """An empty `_to_field` in the address is none; Django looks for a column without a name."""
        return super().get_object(request, object_id, from_field or None)  # type: ignore[misc]


class KeySearch(SoundLookups):
    """Mixin of an admin page: `search_columns` are stored search columns, `search_fields` plain ones."""

    search_columns: tuple[str, ...] = ()
    search_fields: Any = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must be found in one of them."""
        for word in _words(search_term):
            wanted = Q()
            for column in self.search_columns:
                wanted |= Q(**{f"{column}__contains": search_key(word)}) if search_key(word) else Q()
            for name in self.search_fields:
                wanted |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(wanted)
        return queryset, False


def _words(text: str) -> list[str]:
    """Half width, plain dashes, without the punctuation around."""
    folded = unicodedata.normalize("NFKC", _DASH.sub("-", line(text)))
    return [word for word in (part.strip(_AROUND) for part in folded.split()[:_MOST]) if word]
