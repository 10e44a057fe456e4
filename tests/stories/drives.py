"""Which story sends which kinds of message."""

from applications.models import Application

STORIES = {}


def drives(*kinds):
    def keep(story):
        STORIES[story] = kinds
        return story

    return keep


def fresh(application):
    return Application.objects.get(pk=application.pk)
