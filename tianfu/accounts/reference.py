"""Regions of Sichuan, GB/T 2260 (domain.md 11.1). 510200 and 511200 are not in use: never count codes up."""

from tianfu.accounts.models import Region, RegionKind

PROVINCE = ("510000", "四川省", "sichuan")
PREFECTURES: tuple[tuple[str, str, str], ...] = (
    ("510100", "成都市", "chengdu"),
    ("510300", "自贡市", "zigong"),
    ("510400", "攀枝花市", "panzhihua"),
    ("510500", "泸州市", "luzhou"),
    ("510600", "德阳市", "deyang"),
    ("510700", "绵阳市", "mianyang"),
    ("510800", "广元市", "guangyuan"),
    ("510900", "遂宁市", "suining"),
    ("511000", "内江市", "neijiang"),
    ("511100", "乐山市", "leshan"),
    ("511300", "南充市", "nanchong"),
    ("511400", "眉山市", "meishan"),
    ("511500", "宜宾市", "yibin"),
    ("511600", "广安市", "guangan"),
    ("511700", "达州市", "dazhou"),
    ("511800", "雅安市", "yaan"),
    ("511900", "巴中市", "bazhong"),
    ("512000", "资阳市", "ziyang"),
    ("513200", "阿坝藏族羌族自治州", "aba"),
    ("513300", "甘孜藏族自治州", "ganzi"),
    ("513400", "凉山彝族自治州", "liangshan"),
)


def load_regions() -> int:
    """Writes the province and its 21 prefectures; running it again changes nothing. Returns the number of rows."""
    code, name, pinyin = PROVINCE
    province, _ = Region.objects.update_or_create(
        code=code, defaults={"name": name, "pinyin": pinyin, "kind": RegionKind.PROVINCE, "parent": None}
    )
    rows = [
        Region(code=code, name=name, pinyin=pinyin, kind=RegionKind.PREFECTURE, parent=province)
        for code, name, pinyin in PREFECTURES
    ]
    Region.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "pinyin", "kind", "parent"]
    )
    return 1 + len(PREFECTURES)
