import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Encryption, Name, Permissions, String

from tests.files import make
from tests.refusing import codes_of
from tianfu.files.inspection.pdf import MOST_PAGES, inspect_pdf


def _code(data: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        inspect_pdf(data)
    assert caught.value.messages[0].endswith("上传。")
    return str(caught.value.code)


@pytest.mark.parametrize("place", ["open", "names", "page", "link", "field", "stream"])
def test_a_pdf_with_a_script_is_refused_wherever_it_hides(place: str) -> None:
    assert _code(make.pdf(change=make.javascript(place))) == "active_content"


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable])
def test_a_script_inside_a_compressed_object_stream_is_found(mode: pikepdf.ObjectStreamMode) -> None:
    data = make.pdf(change=make.javascript("field"), object_stream_mode=mode)
    assert (b"JavaScript" in data) == (mode == pikepdf.ObjectStreamMode.disable)
    assert _code(data) == "active_content"


def test_a_script_hidden_behind_hexadecimal_names_is_found() -> None:
    data = make.pdf(change=make.javascript("open"), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    hidden = data.replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/#4aS")
    assert _code(hidden) == "active_content"


@pytest.mark.parametrize("kind", ["Launch", "SubmitForm", "ImportData", "GoToE", "Rendition", "Sound", "Movie"])
def test_an_action_that_runs_or_sends_something_is_refused(kind: str) -> None:
    assert _code(make.pdf(change=make.action(kind, F=String("cmd.exe")))) == "active_content"


def test_a_chained_action_is_found() -> None:
    chained = make.action("GoTo", Next=Dictionary(S=Name.Launch, F=String("cmd.exe")))
    assert _code(make.pdf(change=chained)) == "active_content"


def test_opening_a_web_page_by_itself_is_refused() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = Dictionary(S=Name.URI, URI=String("https://example.com"))

    assert _code(make.pdf(change=change)) == "active_content"


def test_an_embedded_file_is_refused() -> None:
    assert _code(make.pdf(change=make.embedded_file)) == "active_content"


@pytest.mark.parametrize("subtype", ["FileAttachment", "RichMedia", "3D", "Movie", "Sound", "Screen"])
def test_an_annotation_that_carries_something_is_refused(subtype: str) -> None:
    def change(document: pikepdf.Pdf) -> None:
        annotation = Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([0, 0, 9, 9]))
        document.pages[0].obj.Annots = Array([annotation])

    assert _code(make.pdf(change=change)) == "active_content"


def test_an_xfa_form_is_refused() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))

    assert _code(make.pdf(change=change)) == "active_content"


@pytest.mark.parametrize("strength", [2, 3, 4, 6])
@pytest.mark.parametrize(
    "allow",
    [Permissions(extract=False), Permissions(print_lowres=False, print_highres=False, modify_other=False)],
)
def test_a_pdf_that_opens_but_forbids_copying_is_accepted(strength: int, allow: Permissions) -> None:
    lock = Encryption(user="", owner="owner", R=strength, allow=allow, aes=strength >= 4, metadata=strength >= 4)  # type: ignore[arg-type]
    assert codes_of(inspect_pdf, make.pdf(encryption=lock)) == []


@pytest.mark.parametrize("owner", ["secret", "other"])
def test_a_pdf_that_asks_for_a_password_is_refused(owner: str) -> None:
    assert _code(make.pdf(encryption=Encryption(user="secret", owner=owner))) == "encrypted"


def test_a_locked_pdf_is_searched_for_active_content_all_the_same() -> None:
    lock = Encryption(user="", owner="owner")
    assert _code(make.pdf(change=make.javascript("open"), encryption=lock)) == "active_content"


@pytest.mark.parametrize("handler", [b"/Adobe.PubSec", b"/FOPN_foweb", b"/EBX_HANDLER"])
def test_a_pdf_sealed_for_certain_readers_is_refused_as_locked(handler: bytes) -> None:
    locked = make.pdf(encryption=Encryption(user="", owner="owner", R=4, aes=True))
    sealed = locked.replace(b"/Filter /Standard", b"/Filter " + handler)
    assert sealed != locked
    assert _code(sealed) == "encrypted"


@pytest.mark.parametrize("cut", [0.3, 0.6])
def test_a_pdf_without_its_pages_is_refused(cut: float) -> None:
    data = make.pdf(5, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert _code(data[: int(len(data) * cut)]) == "damaged"


def test_garbage_behind_the_signature_is_refused() -> None:
    assert _code(b"%PDF-1.7\n" + b"\x00\xff garbage " * 200) == "damaged"


def test_the_page_limit_itself_passes_and_one_more_does_not() -> None:
    assert codes_of(inspect_pdf, make.pdf(MOST_PAGES)) == []
    assert _code(make.pdf(MOST_PAGES + 1)) == "too_many_pages"


@pytest.mark.parametrize("content", [make.package({"a.txt": "x"}), b"<html><script>alert(1)</script>", b"x" * 2000])
def test_something_hidden_behind_the_end_is_refused(content: bytes) -> None:
    assert _code(make.pdf() + content) == "stowaway"


def test_a_few_bytes_behind_the_end_are_let_through() -> None:
    assert codes_of(inspect_pdf, make.pdf() + b"\r\n\0\0\r\n") == []


def test_ordinary_links_outlines_and_a_first_page_are_let_through() -> None:
    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0].obj
        document.Root.OpenAction = Array([page, Name.Fit])
        document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))
        page.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]),
                    A=Dictionary(S=Name.URI, URI=String("https://www.example.com")),
                )
            ]
        )  # fmt: skip

    assert codes_of(inspect_pdf, make.pdf(change=change)) == []


def test_a_turn_to_the_first_page_at_opening_is_let_through() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]))

    assert codes_of(inspect_pdf, make.pdf(change=change)) == []


def test_an_object_stream_that_unpacks_beyond_the_memory_limit_is_refused() -> None:
    assert codes_of(inspect_pdf, make.pdf_that_unpacks_to(100)) == []
    assert _code(make.pdf_that_unpacks_to(140)) == "damaged"
