from django.urls import path

from supervision.draws.public import data, views

urlpatterns = [
    path("draws/", views.draws, name="draws"),
    path("draws/feed/", data.DrawsFeed(), name="draws_feed"),
    path("draws/items/", data.items, name="inspection_items"),
    path("draws/items.csv", data.items_csv, name="inspection_items_csv"),
    path("draws/plans/", data.yearly_plans, name="yearly_plans"),
    path("draws/list.csv", data.draws_csv, name="draws_csv"),
    path("draws/list.json", data.draws_json, name="draws_json"),
    path("draws/<str:number>/", views.draw, name="draw_public"),
    path("draws/<str:number>/<str:name>", views.draw_file, name="draw_file"),
]
