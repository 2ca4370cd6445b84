"""The door's addresses, under /api/sync/v1/."""

from __future__ import annotations

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from apps.sync.carrying import CarriedView
from apps.sync.closing import ClosingView
from apps.sync.mapping import MapsView, MapView
from apps.sync.papers.asking import NumberView
from apps.sync.papers.certifying import CertificateView
from apps.sync.papers.valid import ValidView
from apps.sync.reporting import ReportView
from apps.sync.sealed import SealedView
from apps.sync.uploading import AwaitedView, FileView
from apps.sync.views import EnrolView, KeysView, PostingView, PullView, PushView

app_name = "sync"
urlpatterns = [
    path("enrol/", EnrolView.as_view(), name="enrol"),
    path("posting/", PostingView.as_view(), name="posting"),
    path("keys/", KeysView.as_view(), name="keys"),
    path("closing/", ClosingView.as_view(), name="closing"),
    path("certificate/", CertificateView.as_view(), name="certificate"),
    path("numbers/", NumberView.as_view(), name="numbers"),
    path("valid/", ValidView.as_view(), name="valid"),
    path("push/", PushView.as_view(), name="push"),
    path("reports/", ReportView.as_view(), name="reports"),
    path("carried/", CarriedView.as_view(), name="carried"),
    path("pull/", PullView.as_view(), name="pull"),
    path("files/", AwaitedView.as_view(), name="files"),
    re_path("^files/(?P<digest>[0-9a-f]{64})/$", FileView.as_view(), name="file"),
    path("maps/", MapsView.as_view(), name="maps"),
    re_path("^maps/(?P<digest>[0-9a-f]{64})/$", MapView.as_view(), name="map"),
    re_path("^sealed/(?P<name>[0-9a-f]{64})/(?P<size>[1-9][0-9]{0,8})/$", SealedView.as_view(), name="sealed"),
    # A description of the door and no person's: whoever writes a client reads it without signing in.
    path("schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny]), name="schema"),
]
