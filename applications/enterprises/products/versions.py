"""Products and the versions of their facts: every change is a new version, and whoever filed one keeps it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import Signal

from applications.enterprises.models import Enterprise, Product
from applications.enterprises.products.models import ProductVersion
from applications.programmes.models.reference import Industry
from tianfu.ledger.audit.records import record
from tianfu.papers.fields import refuse_unprintable_fields
from tianfu.text.standard_numbers import tells_a_standard
from tianfu.workflow import clock
from tianfu.workflow.signatures.member import check_member

Facts = Mapping[str, Any]
# Sent inside the transaction in which the product says something new, with `version`: whoever follows it takes that over.
product_changed = Signal()
TWIN = "已有同名、同型号的产品，请直接使用那一条。"


def current_version(product: Product) -> ProductVersion:
    """The version that says what the product says now."""
    version, _ = ProductVersion.objects.get_or_create(
        product=product,
        number=product.version,
        defaults={**product.facts(), "made_by": product.created_by, "made_at": product.created_at},
    )
    return version


@transaction.atomic
def add_product(enterprise: Enterprise, facts: Facts, *, user: Any) -> Product:
    """A new product with its first version. ValidationError by field, also when somebody adds the same one meanwhile."""
    _may_edit(enterprise, user)
    refuse_wrong_facts(facts, facts)
    product = Product(enterprise=enterprise, created_by=user, created_at=clock.now(), **facts)
    _refuse_twin(product)
    _save(product)
    current_version(product)
    record("product.added", actor=user, subject=product, data={"facts": readable(facts)})
    return product


@transaction.atomic
def change_product(product: Product, facts: Facts, *, user: Any) -> Product:
    """The product says `facts` from now on; drafts follow, filed cases keep their version. Nothing new is no change."""
    locked = Product.objects.select_for_update(of=("self",), no_key=True).get(pk=product.pk)
    _may_edit(locked.enterprise, user)
    changed = different(locked.facts(), facts)
    if not changed:
        return locked
    refuse_wrong_facts(changed, {**locked.facts(), **facts})
    current_version(locked)  # a product of the time before versions keeps what it said
    before = locked.facts()
    locked.version = _next_number(locked)
    _put(locked, changed)
    _refuse_twin(locked)
    _save(locked)
    version = _write_version(locked, locked.facts(), user, locked.version)
    product_changed.send(sender=ProductVersion, version=version)
    record("product.changed", actor=user, subject=locked, data=difference(before, changed, version))
    return locked


def corrected_version(product_key: int, base: ProductVersion, changed: Facts, *, user: Any) -> ProductVersion:
    """What `base` said with `changed` over it, as a version of its own. The product's row is locked from here on."""
    product = Product.objects.select_for_update(of=("self",), no_key=True).get(pk=product_key)
    return _write_version(product, {**base.facts(), **changed}, user, _next_number(product))


def follow_correction(base: ProductVersion, version: ProductVersion, changed: Facts) -> None:
    """The product says what was corrected where it still said `base`; what was changed there meanwhile stays."""
    product = Product.objects.select_for_update(of=("self",), no_key=True).get(pk=version.product_id)
    now = product.facts()
    same = {name: value for name, value in changed.items() if now[name] == getattr(base, name)}
    if not same:
        return
    _put(product, same)
    _refuse_twin(product)
    product.version = version.number
    if product.facts() != version.facts():
        product.version = version.number + 1
        _write_version(product, product.facts(), version.made_by, product.version)
    _save(product)
    newest = ProductVersion.objects.get(product=product, number=product.version)
    product_changed.send(sender=ProductVersion, version=newest)


@transaction.atomic
def follow_grant(product_key: int, before: Facts, granted: Facts, *, user: Any) -> bool:
    """The product says what was granted of it, as a new version, where it still says what stood `before`; `user`: whose
    words they are. False where it says something else already, or would be the twin of another product."""
    product = Product.objects.select_for_update(of=("self",), no_key=True).get(pk=product_key)
    now = product.facts()
    changed = different(now, granted)
    if not changed or different(now, before):
        return False
    current_version(product)
    _put(product, changed)
    try:
        _refuse_twin(product)
    except ValidationError:
        return False
    product.version = _next_number(product)
    _save(product)
    version = _write_version(product, product.facts(), user, product.version)
    product_changed.send(sender=ProductVersion, version=version)
    record("product.changed", actor=user, subject=product, data=difference(now, changed, version))
    return True


def refuse_wrong_facts(changed: Iterable[str], facts: Facts) -> None:
    """ValidationError by field for changed facts that do not hold together or cannot be printed."""
    errors = refuse_unprintable_fields({name: facts[name] for name in changed})
    industry = facts["industry"]
    if {"sector", "industry"} & set(changed):
        if industry.sector != facts["sector"]:
            errors["industry"] = [f"“{industry}”不属于所选领域，请改选领域或产业。"]
        elif not Industry.objects.valid_on(clock.today()).filter(pk=industry.pk).exists():
            errors["industry"] = [f"“{industry}”已停用，请改选产业。"]
    if "standard_number" in changed and not tells_a_standard(facts["standard_number"]):
        errors["standard_number"] = ["看不出标准编号。请照标准文本写全代号、顺序号和年代号，如 T/DEMO 001—2024。"]
    if errors:
        raise ValidationError(errors)


def _may_edit(enterprise: Enterprise, user: Any) -> None:
    check_member(user, enterprise.organisation, "edit", "您只有查看权限。需要添加或修改产品请联系企业管理员。")


def different(before: Facts, after: Facts) -> dict[str, Any]:
    """Of `after`, what `before` said otherwise."""
    return {name: value for name, value in after.items() if name in before and before[name] != value}


def _put(product: Product, facts: Facts) -> None:
    for name, value in facts.items():
        setattr(product, name, value)


def _refuse_twin(product: Product) -> None:
    twins = Product.objects.filter(enterprise=product.enterprise_id, name=product.name, models_text=product.models_text)
    if twins.exclude(pk=product.pk).exists():
        raise ValidationError({"name": [TWIN]})


def _save(product: Product) -> None:
    """The look-up before is for the usual case; the constraint decides between two who add at the same moment."""
    try:
        with transaction.atomic():
            product.save()
    except IntegrityError as error:
        raise ValidationError({"name": [TWIN]}) from error


def _next_number(product: Product) -> int:
    last = product.versions.order_by("-number").values_list("number", flat=True).first()
    return max(last or 0, product.version) + 1


def _write_version(product: Product, facts: Facts, user: Any, number: int) -> ProductVersion:
    return ProductVersion.objects.create(product=product, number=number, made_by=user, made_at=clock.now(), **facts)


def readable(facts: Facts) -> dict[str, str]:
    """Facts as the audit trail keeps them: keys of rows, text of everything else."""
    return {name: str(getattr(value, "pk", value)) for name, value in facts.items()}


def difference(before: Facts, changed: Facts, version: ProductVersion) -> dict[str, Any]:
    """A change of facts as the audit trail keeps it."""
    return {
        "version": version.number,
        "before": readable({name: before[name] for name in changed}),
        "after": readable(changed),
    }
