"""A mark in the words of its programme."""

from applications.programmes.names import route_label, slug_of


class InWords:
    programme_id: int
    route: str

    @property
    def programme_slug(self) -> str:
        return slug_of(self.programme_id)

    def get_route_display(self) -> str:
        return route_label(self.programme_id, self.route)
