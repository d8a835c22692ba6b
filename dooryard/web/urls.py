"""The addresses of the site, as docs and scripts know them."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from dooryard.desk.views import account, accounts, entering, joining, proving, ways
from dooryard.desk.views import home as desk
from dooryard.desk.views import log as audit_log
from dooryard.directory.views import about, find, found, healthz, home, now, service, shortlist, style, wrong
from dooryard.liaison.desk.views import inbox, keys, named, notices, shifts, teams
from dooryard.liaison.desk.views import thread as conversation
from dooryard.liaison.seeker.views import back, talk, thread, write

# Chromium asks its maker how to fill in every form that has a text in it, by a hash of where it is sent and of its
# fields; only a form that is sent to an address that ends in /search does it leave alone. So our forms are.
urlpatterns = [
    path("", home.home),
    path("find", find.find),
    path("find/search", find.find),
    path("find/<str:token>", found.found),
    path("list", shortlist.shortlist),
    path("list/<str:token>", shortlist.shown),
    path("service/<str:key>", service.service),
    path("service/<str:key>/wrong", wrong.wrong),
    path("service/<str:key>/wrong/search", wrong.wrong),
    path("service/<str:key>/wrong/<str:token>", wrong.sent),
    path("now", now.now),
    path("talk", talk.talk),
    path("talk/write/<str:token>", write.write),
    path("talk/sent/<str:token>", write.sent),
    path("talk/back", back.back),
    path("talk/back/<str:token>", back.back),
    path("talk/thread/<str:token>", thread.thread),
    path("about", about.about),
    path("style", style.style),
    path("desk", desk.home),
    path("desk/", desk.home),
    path("desk/account", account.account),
    path("desk/account/prove", proving.prove),
    path("desk/account/prove/search", proving.prove_with_passphrase),
    path("desk/account/sessions", account.own_sessions),
    path("desk/account/sessions/end", account.end),
    path("desk/account/passkeys", ways.passkeys),
    path("desk/account/passkeys/search", ways.add_passkey),
    path("desk/account/passkeys/<int:key>", ways.passkey),
    path("desk/account/passkeys/<int:key>/search", ways.name_passkey),
    path("desk/account/passkeys/<int:key>/remove", ways.remove_passkey),
    path("desk/account/passphrase", ways.passphrase),
    path("desk/account/passphrase/search", ways.set_passphrase),
    path("desk/account/passphrase/remove", ways.remove_passphrase),
    path("desk/account/app", ways.app),
    path("desk/account/app/search", ways.set_app),
    path("desk/accounts", accounts.accounts),
    path("desk/accounts/new", accounts.new),
    path("desk/accounts/new/search", accounts.invite),
    path("desk/accounts/<int:key>", accounts.account),
    path("desk/accounts/<int:key>/invite", accounts.invite_again),
    path("desk/accounts/<int:key>/roles", accounts.give_roles),
    path("desk/accounts/<int:key>/out", accounts.sign_out),
    path("desk/accounts/<int:key>/close", accounts.close),
    path("desk/log", audit_log.read),
    path("desk/refused", desk.refusal),
    path("desk/enter", entering.enter),
    path("desk/enter/search", entering.enter_with_passphrase),
    path("desk/leave", entering.leave),
    path("desk/join/<str:token>", joining.join),
    path("desk/join/<str:token>/search", joining.join_with_passphrase),
    path("desk/liaison", inbox.inbox),
    path("desk/liaison/", inbox.inbox),
    path("desk/liaison/times", inbox.times),
    path("desk/liaison/keys", keys.own),
    path("desk/liaison/keys/search", keys.own_with_passphrase),
    path("desk/liaison/keys/anew", keys.anew),
    path("desk/liaison/keys/lost", keys.lost),
    path("desk/liaison/keys/passkey", keys.another),
    path("desk/liaison/lock", keys.lock),
    path("desk/liaison/thread/<int:thread>", conversation.thread),
    path("desk/liaison/thread/<int:thread>/search", conversation.answer),
    path("desk/liaison/thread/<int:thread>/close", conversation.close),
    path("desk/liaison/thread/<int:thread>/over", conversation.hand_over),
    path("desk/liaison/thread/<int:thread>/missed", conversation.missed),
    path("desk/liaison/thread/<int:thread>/assign", conversation.assign),
    path("desk/liaison/shifts", shifts.shifts),
    path("desk/liaison/shifts/day", shifts.one_day),
    path("desk/liaison/cover", shifts.cover),
    path("desk/liaison/named", named.named),
    path("desk/liaison/notices", notices.own),
    path("desk/liaison/teams", teams.mine),
    path("desk/liaison/teams/enrol", teams.enrol),
    path("desk/liaison/teams/add", teams.add),
    path("desk/liaison/teams/leave", teams.leave),
    path("desk/liaison/teams/recovery", teams.recovery),
    path("desk/liaison/teams/search", teams.recover),
    path("healthz", healthz.healthz),
]
if settings.ADMIN:
    from dooryard.web.operators import site

    urlpatterns.append(path("desk/admin/", site.site().urls))
handler400 = "dooryard.web.errors.bad_request"
handler404 = "dooryard.web.errors.not_found"
handler500 = "dooryard.web.errors.server_error"
