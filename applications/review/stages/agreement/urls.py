"""Addresses of 签署授权协议, collected by `applications.urls`."""

from django.urls import path

from applications.review.stages.agreement import console as console_pages
from applications.review.stages.agreement import portal as portal_pages

console = [path("applications/<int:pk>/countersign/", console_pages.countersign, name="countersign")]
portal = [path("applications/<int:pk>/agreement/", portal_pages.agreement, name="agreement")]
