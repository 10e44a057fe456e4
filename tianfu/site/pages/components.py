"""`/console/components/`: every component with sample data, only with DEMO=1. For people who build pages, and for axe."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tianfu.accounts.access.rules import STAFF, requires
from tianfu.site.pages import components_samples
from tianfu.text.fields import NumberField, TextField

# Not type=number: a browser empties what is no number, and the reader would not see what was wrong.
DECIMAL = forms.TextInput(attrs={"inputmode": "decimal"})


class SampleForm(forms.Form):
    """One field of each kind; `problem_form` binds it with mistakes."""

    name = TextField(label="产品（服务）名称", help_text="与产品标签、标准上的名称一致。", max_length=80)
    output = NumberField(label="上年度产量", widget=DECIMAL)
    sector = forms.ChoiceField(
        label="领域", choices=(("", "请选择"), ("agri", "农业"), ("make", "制造业"), ("serve", "服务业"))
    )
    route = forms.ChoiceField(
        label="申报方式",
        widget=forms.RadioSelect,
        choices=(("a", "品质认证：已取得联盟认证机构的质量认证证书"), ("b", "自我声明：已获得政府质量奖等荣誉")),
    )
    markets = forms.MultipleChoiceField(
        label="主要市场",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=(("sc", "四川省内"), ("cn", "其他省份"), ("world", "境外")),
    )
    made_on = forms.DateField(label="首次投产日期", widget=forms.DateInput(attrs={"type": "date"}))
    story = TextField(label="产品特点", widget=forms.Textarea, required=False, help_text="不超过 500 字。")
    agree = forms.BooleanField(label="以上内容真实、准确，我愿意承担相应责任")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["output"].unit, self.fields["output"].width = "吨", "number"
        self.fields["sector"].width = self.fields["made_on"].width = "medium"
        self.fields["story"].optional = True


class OpinionForm(forms.Form):
    opinion = TextField(label="审查意见", widget=forms.Textarea, help_text="写明依据；将随档案保存。")


class IndicatorForm(forms.Form):
    name = TextField(label="指标")
    unit = TextField(label="单位")
    direction = forms.ChoiceField(label="方向", choices=(("higher", "越高越好"), ("lower", "越低越好")))
    own = NumberField(label="本产品", widget=DECIMAL)
    national = NumberField(label="国家标准", required=False, widget=DECIMAL)
    national_source = TextField(label="标准编号", required=False)
    industry = NumberField(label="行业标准", required=False, widget=DECIMAL)
    industry_source = TextField(label="标准编号", required=False)


def _problem_form() -> SampleForm:
    data = {"name": "", "output": "一千", "route": "a", "made_on": "2026-02-30", "sector": "agri"}
    form = SampleForm(data, auto_id="bad_%s")
    form.is_valid()
    return form


def _corrected_form() -> OpinionForm:
    answer = forms.Form(auto_id="answer_%s")
    answer.fields["answer"] = TextField(widget=forms.Textarea(attrs={"rows": 2}))
    form = OpinionForm(auto_id="corrected_%s")
    form.fields["opinion"].label, form.fields["opinion"].help_text = "执行标准编号", ""
    form.fields["opinion"].widget = forms.TextInput(attrs={"value": "Q/CNJC 0001S-2023"})
    form.fields["opinion"].correction = components_samples.CORRECTION | {"answer": answer["answer"]}
    return form


def _indicators() -> forms.BaseFormSet:
    factory = forms.formset_factory(IndicatorForm, extra=0, can_delete=True)
    data = {"indicators-TOTAL_FORMS": "2", "indicators-INITIAL_FORMS": "2"}
    rows = (
        ("氯化钠", "g/100 g", "lower", "4.2", "6", "SB/T 10756"),
        ("大肠菌群", "CFU/g", "lower", "未检出", "10", "GB 2714"),
    )
    for number, (name, unit, direction, own, standard, source) in enumerate(rows):
        row = {
            "name": name,
            "unit": unit,
            "direction": direction,
            "own": own,
            "national": standard,
            "national_source": source,
        }
        data |= {f"indicators-{number}-{key}": value for key, value in row.items()}
    formset = factory(data, prefix="indicators")
    formset.is_valid()
    return formset


@requires(STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    context = admin.site.each_context(request) | {
        "title": "组件",
        "form": SampleForm(auto_id="ok_%s"),
        "problem_form": _problem_form(),
        "corrected_form": _corrected_form(),
        "panel": components_samples.PANEL | {"form": OpinionForm(auto_id="decide_%s")},
        "indicators": _indicators(),
        "filter_form": components_samples.FilterForm(request.GET or None, auto_id="filter_%s"),
        **components_samples.SAMPLES,
    }
    return render(request, "tianfu/site/pages/components.html", context)
