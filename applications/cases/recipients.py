"""To whom a message about a case goes, and what every one of them says: the enterprise, a desk, one member of staff."""

from typing import Any

from applications.cases.models.application import Application
from applications.cases.stages.stage import registered
from applications.programmes.names import names_of
from tianfu.inbox.dispatch import notify
from tianfu.registry.spoken import Words, register_speaker


def case_path(application: Application) -> str:
    """The case in the portal."""
    return f"/portal/applications/{application.pk}/"


def console_path(application: Application) -> str:
    return f"/console/applications/{application.pk}/"


def about(application: Application) -> str:
    return f"application:{application.pk}"


def _words(key: int) -> Words | None:
    version = Application.objects.filter(pk=key).values_list("programme_version", flat=True).first()
    words: Words | None = names_of(version).content["words"] if version is not None else None
    return words


register_speaker("application", _words)


def case_words(application: Application) -> dict[str, Any]:
    return {"number": application.number, "product": application.product_version.name}


def tell_enterprise(application: Application, key: str, /, *, once: str = "", **context: Any) -> None:
    notify(
        key,
        organisation=application.enterprise.organisation,
        context=case_words(application) | context,
        link=case_path(application),
        about=about(application),
        once=once,
    )


def tell_desk(application: Application, stage: str, key: str, /, *, once: str = "", **context: Any) -> None:
    """To everybody of the desk that acts at `stage` of this case."""
    room = registered().get(stage)
    if room is None or not room.roles:
        return
    notify(
        key,
        roles=room.roles,
        region=application.region_id if room.regional else None,
        programme=application.programme_slug,
        context=case_words(application) | {"enterprise": application.enterprise.organisation.name} | context,
        link=console_path(application),
        about=about(application),
        once=once,
    )


def tell_person(application: Application, person: Any, key: str, /, **context: Any) -> None:
    """To one member of staff."""
    notify(
        key,
        users=[person],
        context=case_words(application) | {"enterprise": application.enterprise.organisation.name} | context,
        link=console_path(application),
        about=about(application),
    )
