"""Which programme an address of the site is the home of: chosen in settings by host name, or for every host."""

from django.conf import settings

from applications.programmes.models.programme import Programme
from applications.programmes.names import Names, newest_called, newest_contents


def programme_of_host(host: str) -> Programme | None:
    """The programme whose home this host shows; None = the whole platform. `host` as the request names it, port and all.

    HOME_PROGRAMMES names host=slug; an entry without a host is for every other host. A programme that was never loaded
    has no home."""
    slug = _slug_of(host)
    return Programme.objects.filter(slug=slug, versions__isnull=False).distinct().first() if slug else None


def names_here(host: str, slug: str = "") -> Names | None:
    """Whose words a public page speaks: those of the programme that is asked for, else of the one whose home this host is;
    None = of none in particular. Asks the database nothing."""
    wanted = slug or _slug_of(host)
    return newest_called(wanted) if wanted else None


def _slug_of(host: str) -> str:
    chosen = dict(_entry(text) for text in settings.HOME_PROGRAMMES)
    return (
        chosen.get(host.lower().rpartition(":")[0] or host.lower()) or chosen.get(host.lower()) or chosen.get("") or ""
    )


def _entry(text: str) -> tuple[str, str]:
    host, _, slug = text.strip().rpartition("=")
    return host.strip().lower(), slug.strip()


def tagline(programme: Programme | None) -> str:
    """What the brand is, or the platform: of the only programme, or in the words of the settings."""
    contents = [programme.current_version().content] if programme is not None else newest_contents()
    return str(contents[0]["words"]["tagline"] if len(contents) == 1 else settings.PLATFORM_LINE)
