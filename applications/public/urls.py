from django.urls import path

from applications.public import notice_feed, notice_list, views

urlpatterns = [
    path("notices/", notice_list.notices, name="notices"),
    path("notices/feed/", notice_feed.NoticesFeed(), name="notices_feed"),
    path("notices/<int:pk>/", views.notice, name="notice"),
]
