"""The one shape of errors, as declared and as sent by `tianfu.api.schema.error` and `tianfu.site.answers.errors`."""

from typing import Any

from rest_framework import serializers


class ErrorBodySerializer(serializers.Serializer[dict[str, Any]]):
    code = serializers.CharField(
        help_text="供程序判断，如 not_found。 For programs, such as not_found.",
    )
    message = serializers.CharField(help_text="供人阅读的中文说明。 Chinese words for people.")
    parameter = serializers.CharField(
        required=False, help_text="仅 400：不认识或值不对的参数。 Only with 400: the parameter that is refused."
    )


class ErrorSerializer(serializers.Serializer[dict[str, Any]]):
    """所有错误都是这个形状。 Every error has this shape."""

    error = ErrorBodySerializer()
