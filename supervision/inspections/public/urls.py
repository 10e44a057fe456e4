from django.urls import path

from supervision.inspections.public import views

urlpatterns = [
    path("inspections/", views.results, name="inspection_results"),
    path("inspections/list.csv", views.results_csv, name="inspection_results_csv"),
    path("inspections/list.json", views.results_json, name="inspection_results_json"),
]
