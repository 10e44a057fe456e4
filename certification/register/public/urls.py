from django.urls import path

from certification.register.embed import public as embed
from certification.register.public import views
from certification.register.public.annual_reports import ANNUAL_REPORTS, annual_reports
from certification.register.public.feed import DecisionsFeed
from certification.register.public.papers.views import verify_paper
from certification.register.public.sanctions import SANCTIONS, sanctions

urlpatterns = [
    path("", views.home, name="home"),
    # What printed codes lead to: before all that the resolver would have to pass on the way.
    path("V/<str:number>", views.verify_page, name="verify_number"),
    path("v/<str:number>", views.verify_page, name="verify_number_small"),
    path("brands/", views.brands, name="brands"),
    path("brands/feed/", DecisionsFeed(), name="decisions_feed"),
    path("brands/<str:number>/", views.brand, name="brand"),
    path("brands/<str:number>/comparison.pdf", embed.comparison_pdf, name="comparison_pdf"),
    path("brands/<str:number>/comparison.png", embed.comparison_png, name="comparison_png"),
    path("brands/<str:number>/embed/", embed.embed, name="embed"),
    path("brands/<str:number>/embed.svg", embed.embed_badge, name="embed_badge"),
    path("embed.js", embed.embed_script, name="embed_script"),
    path("sanctions/", sanctions, name="sanctions"),
    *SANCTIONS.urls(),
    path("reports/", annual_reports, name="annual_report_list"),
    *ANNUAL_REPORTS.urls(),
    path("verify/paper/", verify_paper, name="verify_paper"),
    path("verify/", views.verify_page, name="verify"),
]
