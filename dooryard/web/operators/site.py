"""Django's admin behind the desk's own door: who is signed in as an administrator reads the tables, and no more.

Of Django's own accounts, sessions and cookies nothing is used: no login, no form, no log. What people wrote to the
liaisons is not in it, nor what signs anybody in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from dooryard.desk import policies
from dooryard.desk.views.door import behind

View = Callable[..., HttpResponse]
OF_THE_DESK = {
    "account": ("name", "roles", "state", "made_on"),
    "auditentry": ("at", "by", "action", "table", "key", "details"),
}
"""Of the desk, who is there and what was done; nothing of how anybody signs in."""


class Nobody:
    """What Django's admin takes for its user: it may nothing that the pages below do not let it."""

    is_active = is_staff = True
    pk = None

    def has_perm(self, *_: Any) -> bool:
        """No permission of Django's."""
        return False

    has_module_perms = has_perm

    def has_usable_password(self) -> bool:
        """There is no password to change."""
        return False


class ReadOnly(admin.ModelAdmin):
    """A table whose rows are listed and shown."""

    actions = None
    list_per_page = 100

    def get_urls(self) -> list[URLPattern]:
        """The list and a row: no form to add, change or delete, and no history."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name=f"{name}_changelist"),
            path("<path:object_id>/change/", wrap(self.change_view), name=f"{name}_change"),
        ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What is shown of a row."""
        shown = OF_THE_DESK.get(str(self.opts.model_name)) if self.opts.app_label == "desk" else None
        return list(shown or (one.name for one in self.opts.concrete_fields))

    def lookup_allowed(self, *_: Any, **__: Any) -> bool:
        """Nothing is looked for by an address: it could ask for what is not shown."""
        return False

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """What is shown of each row in the list."""
        return self.get_fields(request)[:6]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever came through the door."""
        return True

    def _never(self, *_: Any, **__: Any) -> bool:
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for a row."""
        return True

    def message_user(self, *_: Any, **__: Any) -> None:
        """Messages need a cookie: there are none."""


class Operators(admin.AdminSite):
    """The admin's pages, each behind the door of the desk."""

    enable_nav_sidebar = False
    site_header = site_title = "Tables"
    site_url = "/desk/"

    def get_urls(self) -> list[URLPattern]:
        """Without the pages of Django's own accounts."""
        kept = {"index", "app_list"}
        return [one for one in super().get_urls() if getattr(one, "name", "") in kept or not hasattr(one, "name")]

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether an administrator of the desk asks."""
        return hasattr(request, "desk") and policies.can_keep_accounts(request.desk.account)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A page behind the door. It sets no cookie, and takes nothing that is sent."""

        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            request.user = Nobody()
            response = view(request, *args, **named)
            if isinstance(response, TemplateResponse):
                response.render()
            response.cookies.clear()
            response.headers["Cache-Control"] = "no-store"
            return response

        return behind(policies.check_can_keep_accounts)(require_safe(shown))


def site() -> Operators:
    """The admin with all that it shows."""
    made = Operators(name="admin")
    made.register(list(apps.get_app_config("directory").get_models()), ReadOnly)
    made.register([apps.get_model("desk", name) for name in OF_THE_DESK], ReadOnly)
    return made
