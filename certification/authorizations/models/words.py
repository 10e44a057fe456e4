"""A mark in the words of its programme."""

from datetime import date
from typing import Any

from applications.programmes.names import brand_beside_others, newest_of, route_label, slug_of, words_of
from certification.authorizations.states import AuthorizationState
from tianfu.registry.spoken import Words
from tianfu.workflow import clock

WAITS = "待生效"


class InWords:
    programme_id: int
    route: str
    number: Any
    starts_on: date
    previous_id: Any

    def effective_on(self, day: date) -> AuthorizationState:
        raise NotImplementedError

    @property
    def programme_slug(self) -> str:
        return slug_of(self.programme_id)

    @property
    def standing(self) -> str:
        """The state today in a word: of a renewed one that is numbered and waits for its first day, that it waits."""
        today = clock.today()
        state = self.effective_on(today)
        waits = self.previous_id is not None and self.number is not None and self.starts_on > today
        return WAITS if state == AuthorizationState.PENDING and waits else str(state.label)

    @property
    def brand(self) -> str:
        """The programme's name, as its newest version has it."""
        newest = newest_of(self.programme_id)
        return newest.brand if newest is not None else ""

    @property
    def brand_beside_others(self) -> str:
        """The same where there are several to tell apart, else ""."""
        return brand_beside_others(self.programme_id)

    @property
    def spoken_words(self) -> Words:
        return words_of(self.programme_id)

    def get_route_display(self) -> str:
        return route_label(self.programme_id, self.route)
