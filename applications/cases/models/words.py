"""A case in the words of the programme version it runs on."""

from typing import Any

from applications.cases.states import ApplicationState as S
from applications.programmes.names import Names, names_of
from tianfu.registry.spoken import Words


def state_label(names: Names, key: str) -> str:
    """The label of a state or stage in the words of the programme."""
    own = {S.AUTHORIZED: f"已{names.grant}", S.REJECTED: f"不予{names.grant}"} | names.stages
    return own.get(key) or (S(key).label if key in S.values else key)


class InWords:
    """What Django's labels of choices are for a model with fixed ones."""

    programme_version_id: int
    route: str
    state: str
    batch: Any
    renews_id: int | None

    @property
    def spoken_words(self) -> Words:
        words: Words = names_of(self.programme_version_id).content["words"]
        return words

    @property
    def occasion(self) -> str:
        """What it was filed for: the name of the call, or 续期."""
        return str(self.batch.name) if self.batch is not None else "续期"

    def get_route_display(self) -> str:
        return names_of(self.programme_version_id).routes.get(self.route, self.route)

    def get_state_display(self) -> str:
        return self.name_of_state(self.state)

    def name_of_state(self, state: str) -> str:
        return state_label(names_of(self.programme_version_id), state)

    @property
    def basis(self) -> str:
        """What the route rests on: certificate, declaration or review."""
        return names_of(self.programme_version_id).basis[self.route]
