"""Addresses of the tablet."""

from __future__ import annotations

from django.urls import path

from apps.field import views

app_name = "field"
urlpatterns = [
    path("", views.shell, name="shell"),
    path("sw.js", views.worker, name="worker"),
    path("log.js", views.log_worker, name="log"),
    path("training.js", views.training, name="training"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
