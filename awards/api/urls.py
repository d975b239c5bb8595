"""The addresses under /api/v1/, all of them open to every site."""

from django.urls import URLPattern, path, re_path

from .answering import in_the_open, nothing
from .endpoints import api
from .views import openapi

app_name = "api"
urlpatterns = [
    path(str(one.pattern), in_the_open(one.callback), name=one.name)
    for one in api.urls[0]
    if isinstance(one, URLPattern) and one.name != "api-root"
]
urlpatterns += [
    path("openapi.json", in_the_open(openapi), name="openapi"),
    re_path("", in_the_open(nothing), name="nothing"),
]
