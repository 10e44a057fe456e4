from django.urls import path

from tianfu.files.downloads import download

app_name = "files"
urlpatterns = [path("<uuid:pk>/<str:name>", download, name="download")]
