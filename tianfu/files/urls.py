from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tianfu.files.downloads import download
from tianfu.files.names import display_name


class FileName(StringConverter):
    """A file's name at the end of its address, for people only: whatever name is stored, there is an address."""

    def to_url(self, value: str) -> str:
        """Without the slash, line break or emptiness of which no address can be made."""
        return display_name(str(value))


register_converter(FileName, "file_name")

app_name = "files"
urlpatterns = [path("<uuid:pk>/<file_name:name>", download, name="download")]
