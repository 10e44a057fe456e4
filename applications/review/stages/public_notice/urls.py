"""Addresses of 公示 and its objections, collected by `applications.urls`."""

from django.urls import path

from applications.review.stages.public_notice.objections import console as console_pages
from applications.review.stages.public_notice.objections import portal as portal_pages
from applications.review.stages.public_notice.public import feed, notices, views

console = [
    path("applications/<int:pk>/objections/new/", console_pages.objection_new, name="objection_new"),
    path("applications/<int:pk>/objections/<int:item>/", console_pages.objection, name="objection"),
]
portal = [path("applications/<int:pk>/objections/<int:item>/", portal_pages.objection, name="objection")]
public = [
    path("notices/", notices.notices, name="notices"),
    path("notices/feed/", feed.NoticesFeed(), name="notices_feed"),
    path("notices/<int:pk>/", views.notice, name="notice"),
]
