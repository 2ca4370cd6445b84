"""The door's addresses, under /api/sync/v1/."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from apps.sync.views import EnrolView, PostingView, PullView, PushView

app_name = "sync"
urlpatterns = [
    path("enrol/", EnrolView.as_view(), name="enrol"),
    path("posting/", PostingView.as_view(), name="posting"),
    path("push/", PushView.as_view(), name="push"),
    path("pull/", PullView.as_view(), name="pull"),
    # A description of the door and no person's: whoever writes a client reads it without signing in.
    path("schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny]), name="schema"),
]
