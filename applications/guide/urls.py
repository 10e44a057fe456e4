from django.urls import path

from applications.guide import public

urlpatterns = [
    path("guide/", public.guides, name="guides"),
    path("guide/<slug:slug>/", public.guide_page, name="guide"),
    path("guide/<slug:slug>/<slug:key>.xlsx", public.sheet, name="guide_sheet"),
]
