"""The page of includes; each app owns its paths and names them."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("desk/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]
# Replaced by plain includes when every app stands.
if find_spec("apps.sync.urls"):
    urlpatterns.append(path("api/sync/v1/", include("apps.sync.urls")))
if find_spec("apps.field.urls"):
    urlpatterns.append(path("field/", include("apps.field.urls")))
