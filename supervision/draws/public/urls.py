from django.urls import path

from supervision.draws.public import items, plans, views
from supervision.draws.public.data import DRAWS

urlpatterns = [
    path("draws/", views.draws, name="draws"),
    path("draws/items/", items.items, name="inspection_items"),
    path("draws/plans/", plans.yearly_plans, name="yearly_plans"),
    *DRAWS.urls(),
    *items.ITEMS.urls(),
    *plans.PLANS.urls(),
    path("draws/<str:number>/", views.draw, name="draw_public"),
    path("draws/<str:number>/<str:name>", views.draw_file, name="draw_file"),
]
