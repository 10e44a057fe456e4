from django.urls import path

from certification.public import views
from certification.public.feed import DecisionsFeed

urlpatterns = [
    path("", views.home, name="home"),
    path("brands/", views.brands, name="brands"),
    path("brands/feed/", DecisionsFeed(), name="decisions_feed"),
    path("brands/<str:number>/", views.brand, name="brand"),
    path("verify/", views.verify_page, name="verify"),
    path("V/<str:number>", views.verify_page, name="verify_number"),
    path("v/<str:number>", views.verify_page, name="verify_number_small"),
]
