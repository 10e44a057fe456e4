"""Addresses of 征求部门意见, collected by `applications.urls`."""

from django.urls import path

from applications.review.stages.consultation import console as pages

console = [
    path("applications/<int:pk>/consult/", pages.consult, name="consult"),
    path("consultations/", pages.consultations, name="consultations"),
    path("consultations/<int:pk>/", pages.consultation, name="consultation"),
]
