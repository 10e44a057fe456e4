"""Under /: what stages show to the public."""

from applications.urls.stages import addresses

urlpatterns = addresses("public")
