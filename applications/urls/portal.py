"""Under /portal/, in the namespace "portal" (tianfu/urls/portal.py)."""

from django.urls import path

from applications.enterprises import portal as enterprise_pages
from applications.enterprises.claims import portal as claims_portal
from applications.enterprises.products import portal as product_pages
from applications.form.portal import comparison, evidence, honors, product_facts, sections, start
from applications.portal import case, home, submission
from applications.urls.stages import addresses

urlpatterns = [
    path("", home.home, name="home"),
    path("choose/", home.choose, name="choose"),
    path("enterprise/", enterprise_pages.enterprise, name="enterprise"),
    path("enterprise/changes/new/<slug:kind>/", enterprise_pages.change_new, name="enterprise_change_new"),
    path("enterprise/changes/<int:pk>/", enterprise_pages.change, name="enterprise_change"),
    path("enterprise/changes/<int:pk>/withdraw/", enterprise_pages.change_withdraw, name="enterprise_change_withdraw"),
    path("enterprise/bind/", claims_portal.bind, name="bind"),
    path("enterprise/join/", claims_portal.join, name="join"),
    path("members/", claims_portal.members, name="members"),
    path("members/<int:pk>/", claims_portal.decide_member, name="decide_member"),
    path("products/", product_pages.products, name="products"),
    path("products/new/", product_pages.product_form, name="product_new"),
    path("products/<int:pk>/", product_pages.product_form, name="product"),
    path("applications/", case.applications, name="applications"),
    path("applications/new/", start.application_new, name="application_new"),
    path("applications/<int:pk>/", case.application, name="application"),
    path("applications/<int:pk>/case/", case.application, name="case"),
    path("applications/<int:pk>/product/facts/", product_facts.case_facts, name="product_facts"),
    path("applications/<int:pk>/submit/", submission.submit_page, name="submit"),
    path("applications/<int:pk>/discard/", case.discard, name="discard"),
    path("applications/<int:pk>/retract/", case.retract, name="retract"),
    path("applications/<int:pk>/receipt/", case.receipt_ready, name="receipt_ready"),
    path("applications/<int:pk>/corrections/<int:item>/", submission.answer_item, name="answer_item"),
    *addresses("portal"),
    path("applications/<int:pk>/comparison/save/", comparison.autosave, name="comparison_autosave"),
    path("applications/<int:pk>/comparison/<int:item>/remove/", comparison.remove, name="comparison_remove"),
    path("applications/<int:pk>/evidence/<int:item>/remove/", evidence.remove, name="evidence_remove"),
    path("applications/<int:pk>/honors/<int:item>/remove/", honors.remove, name="honor_remove"),
    path("applications/<int:pk>/<slug:key>/", sections.page, name="section"),
    path("applications/<int:pk>/<slug:key>/save/", sections.autosave, name="autosave"),
]
