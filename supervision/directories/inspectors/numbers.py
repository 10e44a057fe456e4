"""An id as people write it, in the form files of a draw hold."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from supervision.directories.states import CODE
from tianfu.text.clean import line

_CODE = re.compile(CODE)


def read_number(text: str) -> str:
    """The number of an enforcement certificate: full width folded, blanks dropped. Raises ValidationError in words."""
    plain = "".join(unicodedata.normalize("NFKC", line(text)).split())
    if not _CODE.fullmatch(plain):
        raise ValidationError("执法证号只能由数字、字母和 . _ - 组成，最多 64 位，请对照执法证核对。", code="number")
    return plain
