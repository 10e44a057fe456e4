"""The one shape in which a program or a page's script reads that something was not done."""

from django.http import JsonResponse


def problem(status: int, code: str, message: str, *, request_id: str = "", **beside: object) -> JsonResponse:
    """`{"error": {"code", "message"}, …}`: a word for programs, a sentence for people; `beside`: what the script of a
    page needs to go on from there; `request_id`: under which the log has more. Faults of single fields are no such problem: they stand in `errors`, by field, with 422."""
    error = {"code": code, "message": message} | ({"request_id": request_id} if request_id else {})
    return JsonResponse({"error": error, **beside}, status=status)
