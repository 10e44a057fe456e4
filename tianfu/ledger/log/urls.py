from django.urls import path

from tianfu.ledger.log import serving

app_name = "log"
urlpatterns = [
    path("", serving.page, name="page"),
    path("checkpoint", serving.checkpoint, name="checkpoint"),
    path("key", serving.key, name="key"),
    path("tile/<str:level>/<path:path>", serving.tile, name="tile"),
    path("proof/<int:index>", serving.proof, name="proof"),
    path("consistency/<int:old>", serving.consistency, name="consistency"),
]
