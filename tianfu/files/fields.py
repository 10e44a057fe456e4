"""The form field that takes several files at once."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; whether each may be taken in (`tianfu.files.uploads.accept`) is the act's to say.

    Empty ones are left to that policy too, which names them.
    """

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        found = data if isinstance(data, list | tuple) else [data]
        return [upload for upload in found if upload]
