from datetime import datetime
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from tests.papers import make
from tests.papers.reading import pages, text_of
from tianfu.papers.plain import data_digest, plain
from tianfu.papers.renderer import prepare, render, render_source
from tianfu.papers.shapes import Sheet
from tianfu.papers.sources import pinned, read_source

HOSTILE = "#panic() {{7*7}} *粗* <script>alert(1)</script> $x$ @ref \\n [a] `code` // 注"
LONG_NAME = "四川省演示与样例高端智能装备及新能源材料联合研究开发制造产业发展集团股份有限公司眉山天府新区第一分公司生产基地一二三四五六七"[
    :60
]


def by_template(sheet: Sheet) -> str:
    return sheet.template


@pytest.mark.parametrize("sheet", make.all_papers(), ids=by_template)
def test_every_paper_names_its_number_issuer_and_digest(sheet: Sheet) -> None:
    text = text_of(render(sheet.template, sheet).pdf)
    assert sheet.number in text
    assert "天府名品标识管理机构（演示）" in text
    assert data_digest(plain(sheet)) in text  # type: ignore[arg-type]


@pytest.mark.parametrize("sheet", make.all_papers(), ids=by_template)
def test_every_paper_is_archival_and_dated_by_its_data(sheet: Sheet) -> None:
    reader = PdfReader(BytesIO(render(sheet.template, sheet).pdf))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.creation_date == datetime.fromisoformat("2026-11-22T15:30:05+08:00")


@pytest.mark.parametrize("sheet", make.all_papers(), ids=by_template)
def test_every_paper_comes_out_with_the_same_bytes(sheet: Sheet) -> None:
    assert render(sheet.template, sheet).pdf == render(sheet.template, sheet).pdf


@pytest.mark.parametrize("sheet", make.all_papers(), ids=by_template)
def test_demo_papers_carry_the_sample_words_and_others_do_not(sheet: Sheet, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "演示样张" in text_of(render(sheet.template, sheet).pdf)
    settings.DEMO = False  # type: ignore[attr-defined]
    assert "演示样张" not in text_of(render(sheet.template, sheet).pdf)


def test_a_demo_paper_stays_one_when_set_again_outside_demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    made = render("certificate", make.certificate())
    settings.DEMO = False  # type: ignore[attr-defined]
    assert render_source(read_source("certificate"), made.data).pdf == made.pdf


def test_certificate_says_who_what_and_until_when() -> None:
    text = text_of(render("certificate", make.certificate()).pdf)
    for part in (
        "天府名品标识使用授权证书",
        "示例光能科技有限公司",
        "91511400TFMP121222",
        "单晶硅PERC太阳电池",
        "SE-M10-5BB、SE-M10-9BB",
        "T/DEMO001—2024《单晶硅PERC太阳电池》",
        "品质认证",
        "2026年11月22日至2029年11月21日",
        "扫码验证",
    ):
        assert part in text


def test_receipt_lists_each_file_with_its_hash_and_beijing_time_to_the_second() -> None:
    text = text_of(render("receipt", make.receipt()).pdf)
    assert "2026年11月22日15:30:05（北京时间）" in text
    assert make.digest("0") in text
    assert make.digest("1") in text
    assert make.digest("filing") in text


def test_letter_gives_coded_reasons_and_the_remedy() -> None:
    text = text_of(render("letter", make.letter()).pdf)
    for part in ("样例茶叶专业合作社：", "NA-02", "第十二条第二项", "15个工作日内申请复核", "1.形式审查意见表"):
        assert part in text


def test_agreement_records_both_signatures_and_the_hash_of_the_text() -> None:
    text = text_of(render("agreement", make.agreement()).pdf)
    for part in ("第一条授权范围", "1.2不得转让", "李四授权代表", "张三法定代表人", "登录密码再次确认"):
        assert part in text
    assert text.count(make.digest("agreement")) == 3


def test_comparison_sheet_shows_value_source_and_verdict() -> None:
    text = text_of(render("comparison", make.comparison()).pdf)
    for part in ("光电转换效率", "24.6", "≥22.5", "GB/T6495.1—1996", "优于", "低于"):
        assert part in text


def test_filing_prints_empty_fields_as_not_filled_in() -> None:
    assert "注册地址未填写" in text_of(render("filing", make.filing()).pdf)


def test_filed_text_is_printed_as_it_was_filed() -> None:
    """The office's own sentences get full-width punctuation; an applicant's words stay as typed."""
    rows = [("企业简介", "成立于2010年,主营电池(演示)")]
    text = text_of(render("filing", make.filing(sections=[make.case_shapes.Section(title="主体", rows=rows)])).pdf)
    assert "成立于2010年,主营电池(演示)" in text


@pytest.mark.parametrize("field", ["holder", "product", "statement", "route", "issuer", "note"])
def test_markup_in_a_certificate_stays_text(field: str) -> None:
    assert "".join(HOSTILE.split()) in text_of(render("certificate", make.certificate(**{field: HOSTILE})).pdf)


def test_markup_in_other_papers_stays_text() -> None:
    expected = "".join(HOSTILE.split())
    rows = [("企业名称", HOSTILE)]
    hostile = [
        make.receipt(enterprise=HOSTILE),
        make.filing(sections=[make.case_shapes.Section(title=HOSTILE, rows=rows)]),
        make.letter(addressee=HOSTILE, paragraphs=[HOSTILE]),
        make.agreement(clauses=[make.shapes.Clause(heading=HOSTILE, paragraphs=[HOSTILE])]),
        make.comparison(product=HOSTILE),
        make.notice(how_to_object=[HOSTILE]),
    ]
    for sheet in hostile:
        assert expected in text_of(render(sheet.template, sheet).pdf), sheet.template


def test_long_certificate_keeps_one_page_and_every_word() -> None:
    models = [f"SE-M{i:02d}-11BB/PERC-{i * 37}W" for i in range(10)]
    sheet = make.certificate(
        holder=LONG_NAME,
        models=models,
        product="高效单晶硅PERC双面双玻太阳电池组件及其配套智能接线盒与支架系统",
        standards=["T/DEMO 001—2024《单晶硅PERC太阳电池》", "Q/SLGN 003—2025《高效电池组件企业标准》"],
    )
    pdf = render("certificate", sheet).pdf
    text = text_of(pdf)
    assert len(LONG_NAME) == 60
    assert pages(pdf) == 1
    assert LONG_NAME in text
    assert "、".join(models) in text


def test_many_files_run_over_pages_with_page_numbers() -> None:
    pdf = render("receipt", make.receipt(files=make.files(60))).pdf
    assert pages(pdf) == 4
    assert "第4页/共4页" in text_of(pdf)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(TypeError, match="时区"):
        prepare(make.certificate(made_at=datetime(2026, 11, 22, 15, 0)))


def test_a_float_is_refused_because_storage_may_change_its_digits() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        prepare({"made_at": "2026-11-22T15:00:00+08:00", "value": 0.1})


def test_a_missing_glyph_stops_the_rendering() -> None:
    with pytest.raises(ValidationError, match="没有字形"):
        render("certificate", make.certificate(holder="示例\U0003134a有限公司"))


@pytest.mark.parametrize("name", ["../secret", "certificate.typ", "", "证书"])
def test_a_template_is_named_never_addressed(name: str) -> None:
    with pytest.raises(ValueError, match="没有这种文书模板"):
        read_source(name)


def test_a_template_cannot_read_files() -> None:
    source = pinned("probe", '#read("/etc/passwd")')
    with pytest.raises(Exception, match=r"not found|denied|escape"):
        render_source(source, prepare(make.certificate()))
