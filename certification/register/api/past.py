"""The public shape of a state on an earlier day."""

from typing import Any

from rest_framework import serializers

from certification.register.verification import Answer


class PastCertificateSerializer(serializers.Serializer[dict[str, Any]]):
    """该日现行的证书版次。 The version of the certificate that counted on that day."""

    version = serializers.IntegerField(help_text="版次。 Version.")
    issued = serializers.DateTimeField(help_text="签发时间（北京时间）。 Moment of issue, Beijing time.")
    sha256 = serializers.CharField(help_text="证书文件的 SHA-256。 Of the certificate's file.")


class CertificateSerializer(PastCertificateSerializer):
    """现行的证书版次；此前各版已换证。 The version of the certificate that counts now; earlier ones were replaced."""


class DayStateSerializer(serializers.Serializer[dict[str, Any]]):
    """该日终了时的状态，只据状态记录。 The state at the end of a day, by the history alone."""

    day = serializers.DateField(help_text="日期（北京时间）。 The day in Beijing.")
    valid = serializers.BooleanField(help_text="该日是否有效。 Whether it was valid.")
    answer = serializers.ChoiceField(
        [(answer.value, answer.value) for answer in Answer], help_text="该日的结论。 The answer for that day."
    )
    word = serializers.CharField(help_text="结论的中文词。 The answer in a word.")
    sentence = serializers.CharField(help_text="一句说明。 The answer in a sentence.")
    since = serializers.DateTimeField(
        allow_null=True,
        help_text="该状态何时开始，生效前为 null。 When that state had begun, null before the first day.",
    )
    reasons = serializers.ListField(
        child=serializers.CharField(), help_text="暂停的原因，没有则为空。 Causes of a suspension, else empty."
    )
    certificate = PastCertificateSerializer(
        source="edition", allow_null=True, help_text="该日现行的证书，没有则为 null。 The certificate that counted."
    )
    moved = serializers.ListField(
        child=serializers.CharField(), help_text="该日发生的事项，按时间。 What happened on that day, in order."
    )
    later = serializers.ListField(
        child=serializers.CharField(), help_text="此后变更的内容。 What was changed of its content since."
    )
