from django.urls import path

from supervision.inspections.public import statistics, views
from supervision.inspections.public.data import RESULTS

urlpatterns = [
    path("inspections/", views.results, name="inspection_results"),
    path("inspections/statistics/", statistics.statistics, name="inspection_statistics"),
    path("inspections/statistics.csv", statistics.statistics_csv, name="inspection_statistics_csv"),
    *RESULTS.urls(),
]
