from django.urls import path

from applications.review.stages.public_notice.public import feed, notices, views

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/feed/", feed.NoticesFeed(), name="notices_feed"),
    path("notices/<int:pk>/", views.notice, name="notice"),
]
