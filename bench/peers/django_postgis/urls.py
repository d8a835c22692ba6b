"""The one address of the Django page."""

from django.urls import path

from bench.peers.django_postgis.views import find

urlpatterns = [path("find", find)]
