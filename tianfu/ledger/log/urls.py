from django.urls import path

from tianfu.ledger.log import pages

app_name = "log"
urlpatterns = [
    path("", pages.page, name="page"),
    path("checkpoint", pages.checkpoint, name="checkpoint"),
    path("key", pages.key, name="key"),
    path("tile/<str:level>/<path:path>", pages.tile, name="tile"),
    path("proof/<int:index>", pages.proof, name="proof"),
    path("consistency/<int:old>", pages.consistency, name="consistency"),
]
