"""A corpus of generated PDFs: each hides something that runs, leads or carries, at another place of the tree."""

from collections.abc import Callable

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, String

from tests.files import make
from tests.refusing import codes_of
from tianfu.files.inspection.pdf import inspect_pdf

LAUNCH = {"S": Name.Launch, "F": String("cmd.exe")}
SCRIPT = {"S": Name.JavaScript, "JS": String("app.alert(1)")}
Change = Callable[[pikepdf.Pdf], None]


def page_of(document: pikepdf.Pdf) -> pikepdf.Object:
    return document.pages[0].obj


def root(**entries: object) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            document.Root[Name("/" + key)] = value

    return change


def page(**entries: object) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            page_of(document)[Name("/" + key)] = value

    return change


def note(**entries: object) -> Change:
    """An annotation on the first page."""
    base = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 9, 9])}
    return page(Annots=Array([Dictionary(**{**base, **entries})]))


def with_page(**entries: object) -> Change:
    """The action also names a page, as an element of the structure tree would."""

    def change(document: pikepdf.Pdf) -> None:
        deed = Dictionary(**entries, Pg=page_of(document))
        note(A=deed)(document)

    return change


def address(text: str | bytes) -> Change:
    return note(A=Dictionary(S=Name.URI, URI=String(text)))


def chain(length: int, last: Dictionary, *, array: bool = False) -> Dictionary:
    for _ in range(length):
        last = Dictionary(S=Name.GoTo, D=String("p"), Next=Array([last]) if array else last)
    return last


def indirect_name(document: pikepdf.Pdf) -> None:
    kind = document.make_indirect(Name.Launch)
    note(A=Dictionary(S=kind, F=String("cmd.exe")))(document)


def unreachable(document: pikepdf.Pdf) -> None:
    document.make_indirect(Dictionary(**LAUNCH))
    document.Root.PieceInfo = Dictionary(X=Dictionary(Private=document.make_indirect(Dictionary(**LAUNCH))))


def deep(document: pikepdf.Pdf) -> None:
    inner = Dictionary(**SCRIPT)
    for _ in range(60):
        inner = Dictionary(X=Array([inner]))
    document.Root.PieceInfo = inner


def external_stream(document: pikepdf.Pdf) -> None:
    body = document.make_stream(b"")
    body.F = String("\\\\host\\share\\x.bin")
    page_of(document).Resources = Dictionary(XObject=Dictionary(X=body))


def reference_form(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.Ref = Dictionary(F=String("other.pdf"), Page=0)
    page_of(document).Resources = Dictionary(XObject=Dictionary(X=form))


def postscript(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"quit", Type=Name.XObject, Subtype=Name.PS)
    page_of(document).Resources = Dictionary(XObject=Dictionary(X=form))


def looped(document: pikepdf.Pdf) -> None:
    first = document.make_indirect(Dictionary(S=Name.GoTo, D=String("p")))
    first.Next = first
    document.Root.OpenAction = first


def name_tree(key: str, leaf: Dictionary) -> Change:
    kids = Array([Dictionary(Limits=Array([String("a"), String("a")]), Names=Array([String("a"), leaf]))])
    return root(Names=Dictionary(**{key: Dictionary(Kids=kids)}))


REFUSED: dict[str, Change] = {
    "launch beside /Pg": with_page(**LAUNCH),
    "script beside /Pg": with_page(**SCRIPT),
    "form sent beside /Pg": with_page(S=Name.SubmitForm, F=String("http://example.test")),
    "import beside /Pg": with_page(S=Name.ImportData, F=String("x.fdf")),
    "launch called a structure element": note(A=Dictionary(Type=Name.StructElem, **LAUNCH)),
    "launch with structure parent": with_page(**LAUNCH, Type=Name.StructElem, P=Dictionary()),
    "launch of an indirect name": indirect_name,
    "launch in /PA": note(PA=Dictionary(**LAUNCH)),
    "launch in an outline": root(Outlines=Dictionary(First=Dictionary(Title=String("x"), A=Dictionary(**LAUNCH)))),
    "launch in a field's kid": root(
        AcroForm=Dictionary(Fields=Array([Dictionary(Kids=Array([Dictionary(A=Dictionary(**LAUNCH))]))]))
    ),
    "launch nothing refers to": unreachable,
    "script sixty levels deep": deep,
    "script as a page's additional action": page(AA=Dictionary(C=Dictionary(**SCRIPT))),
    "script of a requirement": root(Requirements=Array([Dictionary(RH=Dictionary(S=Name.JS, Script=String("x")))])),
    "script in a tree of names": name_tree("JavaScript", Dictionary(**SCRIPT)),
    "remote file": note(A=Dictionary(S=Name.GoToR, F=String("\\\\host\\share\\x.pdf"))),
    "launch at the end of a chain": note(A=chain(30, Dictionary(**LAUNCH))),
    "script in an array of followers": note(A=chain(3, Dictionary(**SCRIPT), array=True)),
    "web page opened after a turn": root(
        OpenAction=chain(1, Dictionary(S=Name.URI, URI=String("https://example.com")))
    ),
    "turn without end": looped,
    "print by itself": root(OpenAction=Dictionary(S=Name.Named, N=Name.Print)),
    "address javascript": address("javascript:app.alert(1)"),
    "address JaVaScRiPt": address("JaVaScRiPt:alert(1)"),
    "address javascript behind blanks": address("  \tjavascript:alert(1)"),
    "address javascript broken by a line": address("java\nscript:alert(1)"),
    "address javascript in UTF-16": address(b"\xfe\xff" + "javascript:alert(1)".encode("utf-16-be")),
    "address javascript in wide letters": address("ｊａｖａｓｃｒｉｐｔ：alert(1)"),
    "address vbscript": address("vbscript:msgbox(1)"),
    "address data": address("data:text/html,<script>alert(1)</script>"),
    "address file": address("file:///C:/Windows/System32/calc.exe"),
    "address of a share": address("\\\\host\\share"),
    "base address javascript": root(URI=Dictionary(Base=String("javascript:"))),
    "stream in another file": external_stream,
    "form of another document": reference_form,
    "file specification by URL": root(PieceInfo=Dictionary(F=Dictionary(FS=Name.URL, F=String("http://example.test")))),
    "PostScript for the printer": postscript,
    "portfolio": root(Collection=Dictionary(View=Name.D)),
    "file in a tree of names": name_tree("EmbeddedFiles", Dictionary(F=String("a.exe"))),
    "file of an associated specification": root(AF=Array([Dictionary(F=String("a"), EF=Dictionary(F=Dictionary()))])),
    "attachment under another type": note(Type=Name.Whatever, Subtype=Name.FileAttachment),
    "media under another type": note(Type=Name.Whatever, Subtype=Name.Screen),
    "media in a tree of names": name_tree("Renditions", Dictionary(S=Name.MR)),
    "presentation with scripts": name_tree("AlternatePresentations", Dictionary(Type=Name.SlideShow)),
    "dynamic form in parts": root(AcroForm=Dictionary(XFA=Array([String("template"), String("x")]))),
}

ACCEPTED: dict[str, Change] = {
    "structure tree": root(
        StructTreeRoot=Dictionary(
            Type=Name.StructTreeRoot, K=Array([Dictionary(S=Name.Document, K=Array([Dictionary(S=Name.Link)]))])
        )
    ),
    "web page": address("https://www.example.com/a?b=javascript:1"),
    "web page without scheme": address("www.example.com"),
    "web page with port": address("www.example.com:8080/a"),
    "mail": address("mailto:a@example.com"),
    "telephone": address("tel:028-00001234"),
    "turn and turn": root(OpenAction=chain(2, Dictionary(S=Name.Named, N=Name.FirstPage))),
    "empty trees": root(Names=Dictionary(JavaScript=Dictionary(Names=Array([])), EmbeddedFiles=Dictionary())),
    "transparency": page(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)),
    "colour profile": root(OutputIntents=Array([Dictionary(S=Name.GTS_PDFA1)])),
    "static form": root(AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Tx, T=String("f"))]))),
    "note in words": note(Subtype=Name.Text, Contents=String("javascript: 只是文字")),
}


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__.values())[-2:])
@pytest.mark.parametrize("place", REFUSED)
def test_what_runs_leads_or_carries_is_refused_wherever_it_stands(place: str, mode: pikepdf.ObjectStreamMode) -> None:
    data = make.pdf(change=REFUSED[place], object_stream_mode=mode)
    with pytest.raises(ValidationError) as caught:
        inspect_pdf(data)
    assert caught.value.code == "active_content"
    assert caught.value.messages[0].endswith("上传。")


@pytest.mark.parametrize("place", ACCEPTED)
def test_what_ordinary_programs_write_is_accepted(place: str) -> None:
    assert codes_of(inspect_pdf, make.pdf(change=ACCEPTED[place])) == []


def test_the_corpus_has_at_least_thirty_files() -> None:
    assert len(REFUSED) >= 30
