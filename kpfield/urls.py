"""The page of includes; each app owns its paths and names them."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="start"),
    path("desk/", admin.site.urls),
    path("field/", include("apps.field.urls")),
    path("api/sync/v1/", include("apps.sync.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
