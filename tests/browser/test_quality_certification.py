"""Route 品质认证 from registration to the verified mark, and its suspension, in the browser against the running stack."""

from tests.browser import cast
from tests.browser.cast import Firm

FIRM = Firm(
    "leshan@example.com", "样例木业有限公司", "91511100TFMP10100U", "乐山市",
    "板式家具", "E-100", "T/DEMO 003—2024", "板式家具",
)  # fmt: skip


def test_from_registration_to_the_suspended_mark(stack, scene, visitor):
    owner = visitor()
    cast.sign_up(owner, FIRM)
    cast.bind(owner, FIRM)
    city = visitor("city")
    cast.verify_claim(city, FIRM)
    cast.add_product(owner, FIRM)
    draft = cast.open_application(owner, FIRM, "quality_certification")
