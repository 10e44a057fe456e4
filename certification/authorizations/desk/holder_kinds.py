"""Messages with legal effect to the holder of a mark: what happened, the facts of the matter, what follows."""

from collections.abc import Callable, Mapping

from tianfu.inbox.message_kind import Audience, MessageKind


def holder_kinds(facts: str, sample: Mapping[str, object]) -> Callable[..., MessageKind]:
    """For one matter: `facts`, the lines that each of its messages repeats, with an example of them."""

    def kind(key: str, label: str, subject: str, lead: str, tail: str, **more: object) -> MessageKind:
        return MessageKind(
            key=key,
            label=label,
            audience=Audience.MEMBERS,
            subject=subject + "：{{ product|truncatechars:18 }}",
            body=f"{lead}\n\n{facts}\n{tail}",
            sample={**sample, **more},
            legal=True,
        )

    return kind
