"""Forms of the console about access. None holds a state or a privilege as a field; each act is one function."""

from django import forms
from django.core.exceptions import ValidationError

from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.accounts.models import OrganisationKind, Region, User
from tianfu.accounts.organisations.uscc import UsccField
from tianfu.accounts.organisations.uscc_confirmation import ConfirmedUscc
from tianfu.accounts.programmes import EVERY, programme_names, whole
from tianfu.accounts.titles import titles
from tianfu.text.fields import EmailField, TextField


class ConfirmedForm(forms.Form):
    """Ends with the actor's own password or code; `identity` says which was given."""

    identity = ""

    def __init__(self, *args: object, actor: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["reason"] = TextField(
            label="理由",
            max_length=200,
            help_text="写明依据，例如任命文件文号。会记入审计台账。",
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields["password_or_code"] = TextField(
            label="您的登录密码或 6 位动态验证码",
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.fields["password_or_code"].width = "medium"
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        # Asked last, so that another mistake does not cost a one-time code.
        if not self.errors:
            try:
                self.identity = confirm_identity(self.actor, cleaned.get("password_or_code", ""))
            except ValidationError as error:
                self.add_error("password_or_code", error)
        return cleaned

    def add_problem(self, error: ValidationError) -> None:
        """Puts a refusal of the subject function at its field, or on top."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class ReasonForm(ConfirmedForm):
    pass


class GrantForm(ConfirmedForm):
    role = forms.ChoiceField(label="角色", choices=lambda: [("", "请选择"), *titles()])
    region = forms.ModelChoiceField(
        label="地区",
        queryset=Region.objects.seats(),
        required=False,
        empty_label="全部地区",
        help_text="属地岗位必选；检查、抽查和投诉处理岗位可选；其他岗位不分地区。",
    )
    programme = forms.ChoiceField(
        label="品牌项目",
        required=False,
        help_text="选定一个的，只能办理和查看这个品牌项目的申报和授权；属地、决定机关和运营机构岗位可选，其他岗位不分品牌项目。",
    )
    field_order = ("role", "region", "programme", "reason", "password_or_code")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [("", EVERY), *programme_names().items()]
        self.fields["region"].empty_label = whole()  # type: ignore[attr-defined]
        self.fields["programme"].optional = True


class CreateOfficerForm(GrantForm):
    name = TextField(label="姓名", max_length=60)
    email = EmailField(label="电子邮箱", help_text="用于登录，邀请邮件会发到这里。")
    field_order = ("name", "email", "role", "region", "programme", "reason", "password_or_code")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = "电子邮箱格式不对，应类似 name@example.com。"


class FoundOrganisationForm(ConfirmedUscc, ConfirmedForm):
    uscc_field = "uscc"
    KINDS = [(kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.ENTERPRISE]

    kind = forms.ChoiceField(label="类型", choices=[("", "请选择"), *KINDS])
    name = TextField(label="机构名称", max_length=120)
    uscc = UsccField(required=False)
    region = forms.ModelChoiceField(
        label="所在地区", queryset=Region.objects.served(), required=False, empty_label="不限"
    )
    manager_name = TextField(label="首位管理员姓名", max_length=60)
    manager_email = EmailField(
        label="首位管理员电子邮箱", help_text="已有账号的直接加入；没有的会新建账号并收到邀请邮件。"
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uscc"].optional = self.fields["region"].optional = True
        self.fields["manager_email"].error_messages["invalid"] = "电子邮箱格式不对，应类似 name@example.com。"
