"""What a holder promises when he asks for something, and how he proves that it is he who asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.text.fields import TextField

CHANGE = (
    "本单位承诺：所填内容和所交材料真实、准确、完整；变更后的产品继续符合授权的条件；在变更登记、换发新证以前，"
    "不按变更后的内容使用标识；换发新证以后，不再使用原证书和原标识文件。"
)
SUCCESSION = (
    "双方承诺：继受因企业合并或者分立，不是转让、买卖；继受企业承接该产品的生产和质量责任，产品继续符合授权的条件，"
    "并履行持有人的义务；登记、换发新证以后，不再使用原证书和原标识文件。"
)
CANCELLATION = (
    "授权终止后不能撤回，公众查验时立即显示“注销”。\n"
    "新生产的产品和新提供的服务不得再使用标识；注销以前已经出厂的产品可以继续销售。\n"
    "标识文件和印有标识的包装、说明书、宣传品不再使用，库存由本单位销毁。\n"
    "今后需要时可以随时重新申报，没有年限限制。"
)


def proven(user: Any, proof: str) -> str:
    """How the person proved who he is; a wrong proof is an error of its field."""
    try:
        return confirm_identity(user, proof)
    except ValidationError as error:
        raise ValidationError({"password_or_code": error.messages}) from error


class CommittedForm(forms.Form):
    """Mixin: the promise is read and agreed to, and whoever signs proves who he is."""

    agreed = forms.BooleanField(
        label="我已阅读上述内容，有权代表本企业提交", error_messages={"required": "请阅读并确认您有权代表本企业提交。"}
    )
    password_or_code = TextField(
        label="登录密码或 6 位动态验证码",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="提交即为签署，请再次确认是您本人。",
        error_messages={"required": "请输入登录密码或 6 位动态验证码。"},
    )

    def last(self, *names: str) -> None:
        """The promise and the proof stand at the end of the form, after `names`."""
        self.order_fields([*names, "agreed", "password_or_code"])


def member_refusal(what: str) -> str:
    """Who may not sign reads whom to ask."""
    return f"{what}由有签署权限的成员提出。请联系企业管理员授予，或由有权限的成员办理。"
