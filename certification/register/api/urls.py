from django.urls import path

from certification.register.api import views

urlpatterns = [
    path("brands/", views.BrandList.as_view(), name="api_brands"),
    path("brands/<str:number>/", views.BrandDetail.as_view(), name="api_brand"),
    path("verify/<str:number>/", views.Verify.as_view(), name="api_verify"),
    path("regions/", views.RegionList.as_view(), name="api_regions"),
    path("industries/", views.IndustryList.as_view(), name="api_industries"),
]
