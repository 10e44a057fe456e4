"""A mark in the words of its programme."""

from datetime import date
from typing import Any

from applications.programmes.names import route_label, slug_of
from certification.authorizations.states import AuthorizationState
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

    def get_route_display(self) -> str:
        return route_label(self.programme_id, self.route)
