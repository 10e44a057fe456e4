"""A brand for search engines (schema.org, JSON-LD): the public facts of its page, nothing more."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from applications.programmes.names import newest_of
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from tianfu.text.requests.places import place

# As in Django's json_script: nothing in a name can end the element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def structured(row: Authorization, today: date) -> SafeString:
    """JSON for `<script type="application/ld+json">`, a block of data that no browser runs."""
    return mark_safe(json.dumps(_described(row, today), ensure_ascii=False).translate(_ESCAPES))


def _described(row: Authorization, today: date) -> dict[str, Any]:
    valid = row.effective_on(today) == AuthorizationState.ACTIVE
    address = settings.PUBLIC_URL + place("brand")(row.number)
    firm = {
        "@type": "Organization",
        "name": row.holder_name,
        "identifier": {"@type": "PropertyValue", "propertyID": "统一社会信用代码", "value": row.holder_uscc},
    }
    service, names = row.sector == "service", newest_of(row.programme_id)
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service" if service else "Product",
        "name": row.product_name,
        "url": address,
        "provider" if service else "manufacturer": firm,
        "hasCertification": {
            "@type": "Certification",
            "name": f"{names.brand}{names.right}" if names else "",
            "certificationIdentification": row.number,
            "certificationStatus": f"https://schema.org/Certification{'Active' if valid else 'Inactive'}",
            "validFrom": row.starts_on.isoformat(),
            "expires": row.ends_on.isoformat(),
            "url": settings.PUBLIC_URL + place("verify_number")(row.number),
        },
    }
    if row.facts.get("description"):
        described["description"] = row.facts["description"]
    if row.trademark:
        described["brand"] = {"@type": "Brand", "name": row.trademark}
    if row.models_text and not service:
        described["model"] = row.models_text
    if not service:
        described["additionalProperty"] = [
            {"@type": "PropertyValue", "name": item["indicator"], "value": item["own_value"], "unitText": item["unit"]}
            for item in row.facts.get("comparison", [])
        ]
    return described
