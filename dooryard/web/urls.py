"""The addresses of the site, as docs and scripts know them."""

from __future__ import annotations

from django.urls import path

from dooryard.directory.views import about, find, found, healthz, home, now, service, style, talk

urlpatterns = [
    path("", home.home),
    path("find", find.find),
    path("find/<str:token>", found.found),
    path("service/<str:key>", service.service),
    path("now", now.now),
    path("talk", talk.talk),
    path("about", about.about),
    path("style", style.style),
    path("healthz", healthz.healthz),
]
handler400 = "dooryard.web.errors.bad_request"
handler404 = "dooryard.web.errors.not_found"
handler500 = "dooryard.web.errors.server_error"
