"""Addresses of samples under /console/."""

from django.urls import path

from supervision.inspections.samples.console import pages

urlpatterns = [
    path("inspections/<int:pk>/samples/", pages.samples_take, name="inspection_samples"),
    path("samples/<int:pk>/", pages.sample, name="sample"),
    path("samples/<int:pk>/laboratory/", pages.sample_laboratory, name="sample_laboratory"),
    path("samples/<int:pk>/report/", pages.sample_report, name="sample_report"),
    path("samples/<int:pk>/confirm/", pages.sample_confirm, name="sample_confirm"),
    path("samples/<int:pk>/refuse/", pages.sample_refuse, name="sample_refuse"),
]
