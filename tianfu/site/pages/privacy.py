"""The privacy notice (个人信息保护法 art. 7, 17). Its version is `accounts.signup_fields.PRIVACY_VERSION`: change both together."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.accounts.sign_in.signup_fields import PRIVACY_VERSION

# (what, which data, why, legal basis in PIPL art. 13, who sees it, how long)
DATA = (
    (
        "账户",
        "姓名、电子邮箱、手机号码（选填）、密码（只保存不可还原的摘要）、两步验证密钥",
        "识别您的身份，登录、找回密码、通知您办理进度",
        "履行您与平台的服务约定；手机号码须您同意",
        "您本人、您所在企业的管理员（姓名与邮箱）、系统管理员",
        "账户注销后停用；已签署或办理过事项的，随该事项保存",
    ),
    (
        "登录记录",
        "登录时间、网络地址、浏览器类型",
        "发现并阻止冒用，供您查看和退出自己的设备",
        "履行网络安全法定义务",
        "您本人、系统管理员、审计员",
        "不少于六个月（网络安全法第二十一条）",
    ),
    (
        "企业认领",
        "认领人姓名、营业执照及其上的法定代表人姓名、联系人姓名与电话",
        "确认您有权代表该企业办理",
        "履行法定职责；您代表企业申请",
        "所属市（州）和省级经办人员",
        "随企业档案保存",
    ),
    (
        "申报与签署",
        "填报人、签署人的姓名和职务，签署时间、方式及网络地址；证明材料中可能出现的个人信息",
        "审查申报、认定签署效力",
        "履行法定职责；签订、履行授权协议",
        "本企业成员、依职责经办的人员",
        "随申报档案保存",
    ),
    (
        "办理与审计记录",
        "谁在何时对哪一件做了什么、原因、网络地址",
        "保证程序可追溯，防止越权和篡改",
        "履行法定职责",
        "审计员；与您有关的办理记录，您可随时查看（经办人以岗位显示）",
        "与档案同期，依法不得删改",
    ),
    (
        "公众查询",
        "网络地址（用于限制过于频繁的查询）",
        "保障查询服务可用",
        "履行网络安全法定义务",
        "系统管理员",
        "不少于六个月（网络安全法第二十一条）",
    ),
)
HEADINGS = ("个人信息", "用途", "处理依据", "谁能看到", "保存多久")


@requires(PUBLIC)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    rows = [(what, list(zip(HEADINGS, cells, strict=True))) for what, *cells in DATA]
    context = {
        "version": PRIVACY_VERSION,
        "rows": rows,
        "headings": HEADINGS,
        "operator_name": settings.OPERATOR_NAME,
        "privacy_contact": settings.PRIVACY_CONTACT,
    }
    response = render(request, "tianfu/site/pages/privacy.html", context)
    patch_cache_control(response, public=True, max_age=3600)
    return response
