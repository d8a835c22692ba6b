"""Planted violations: for each rule of the house by name, files that break it, and files that only look as if."""

from __future__ import annotations

VIEW, ACTIONS, MODELS, CORE = "directory/views/x.py", "desk/actions.py", "directory/models/x.py", "core/x.py"
PAGE = "directory/templates/x.html"
LONG = "def long() -> None:\n" + "    pass\n" * 41

PLANTED: dict[str, list[tuple[str, str]]] = {
    "opens_with_a_sentence": [(CORE, "x = 1\n"), (CORE, '"""No full stop"""\n')],
    "is_short": [(CORE, LONG), (CORE, '"""A sentence."""\n' + "x = 1\n" * 301), (CORE, f"async {LONG}")],
    "views_save_nothing": [
        *((VIEW, f"def show(request):\n    {written}\n") for written in (
            "service.save()", "connection.cursor()", "Service.objects.filter(pk=1).update(name='')",
            "Service.objects.update_or_create(pk=1)", "Service.objects.bulk_create([])", "service.delete()",
            "Service.objects.raw('')", "cursor.execute('')", "cursor.executemany('')", "keep = service.save",
            "getattr(service, 'save')()", "Service.objects.extra(where=[''])",
        )),
        (VIEW, "async def show(request):\n    await service.asave()\n"),
        (VIEW, "async def show(request):\n    await Service.objects.acreate()\n"),
        ("directory/views.py", "def show(request):\n    service.save()\n"),
        ("directory/views.py", "def show(request):\n    Service.objects.create(name='')\n"),
    ],
    "actions_say_who": [
        (ACTIONS, "def publish(service):\n    pass\n"),
        (ACTIONS, "def publish(service, by):\n    pass\n"),
        (ACTIONS, "def publish(service, *, by=None):\n    pass\n"),
        (ACTIONS, "async def publish(service):\n    pass\n"),
        (ACTIONS, "class Publishing:\n    def publish(self):\n        pass\n"),
        (ACTIONS, "try:\n    import x\nexcept ImportError:\n    def publish(service):\n        pass\n"),
        ("desk/actions/publishing.py", "def publish(service):\n    pass\n"),
    ],
    "actions_know_no_request": [
        (ACTIONS, "from django.http import HttpRequest\n"),
        (ACTIONS, "from django.template import loader\n"),
        (ACTIONS, "import django.shortcuts\n"),
        (ACTIONS, "import django\ndjango.http.HttpRequest()\n"),
        (ACTIONS, "def publish(request, *, by):\n    pass\n"),
        (ACTIONS, "async def publish(*, request, by):\n    pass\n"),
        (ACTIONS, "def publish(asked: HttpRequest, *, by):\n    pass\n"),
    ],
    "policies_know_no_framework": [
        ("desk/policies.py", "import django\n"),
        ("desk/policies.py", "def can(user):\n    from django.conf import settings\n"),
    ],
    "models_only_hold": [
        (MODELS, "from django.core.mail import send_mail\n"),
        (MODELS, "from django.core import mail\n"),
        (MODELS, "import http.client\n"),
        (MODELS, "import urllib.request\n"),
        (MODELS, "from urllib import request as fetch\n"),
        (MODELS, "class Service:\n    def shown(self, request):\n        pass\n"),
        ("desk/models.py", "class Entry:\n    def shown(self, *, asked: 'http.HttpRequest'):\n        pass\n"),
    ],
    "presenters_ask_nothing": [
        ("directory/presenters.py", "from dooryard.directory.models import Service\n"),
        ("directory/presenters.py", "from dooryard.directory import models\n"),
        ("directory/presenters.py", "from .models import Service\n"),
        ("directory/presenters.py", "from django.db import connection\n"),
        ("directory/presenters.py", "def card(request):\n    pass\n"),
        ("directory/presenters.py", "def card(request, /):\n    pass\n"),
    ],
    "readers_touch_no_database": [
        ("feeds/readers/x.py", "from django.db import connection\n"),
        ("feeds/readers/x.py", "import sqlite3\n"),
        ("feeds/readers/x.py", "from ..models import ImportRun\n"),
        ("feeds/readers/x.py", "from ...directory import models\n"),
    ],
    "core_is_told_the_time": [
        (CORE, "now = datetime.now()\n"),
        (CORE, "import datetime\nnow = datetime.datetime.now()\n"),
        (CORE, "import datetime as dt\nnow = dt.datetime.utcnow()\n"),
        (CORE, "from datetime import datetime as dt\nnow = dt.now()\n"),
        (CORE, "from datetime import datetime as d\nnow = d.today()\n"),
        (CORE, "from datetime import date as day\nnow = day.today()\n"),
        (CORE, "from datetime import datetime\nclock = datetime.now\n"),
        (CORE, "from datetime import datetime\nnow = getattr(datetime, 'now')()\n"),
        (CORE, "def soon(given):\n    return type(given).now()\n"),
        (CORE, "import numpy as np\nnow = np.datetime64('now')\n"),
        (CORE, "import numpy as np\ndice = np.random.default_rng()\n"),
        (CORE, "from numpy import random\n"),
        (CORE, "from numpy.random import default_rng as dice\n"),
        (CORE, "import numpy\nnpy = numpy\nkept = npy.load('x')\n"),
        (CORE, "import numpy as np\nkept = np.memmap('x')\n"),
        (CORE, "import numpy as np\nkept = np.fromfile('x')\n"),
        (CORE, "def keep(kept):\n    kept.tofile('x')\n"),
        *((CORE, f"{name}('x')\n") for name in ("open", "input", "print", "exec", "eval", "__import__", "breakpoint")),
        (CORE, "read = open\nread('x')\n"),
    ],
    "knows_no_place": [
        ("directory/x.py", "# Call 207 555 0100\n"),
        ("directory/x.html", "<p>Bangor</p>\n"),
        ("directory/x.yaml", "words: [maine]\n"),
    ],
    "modules_say_all_through_gettext": [
        ("directory/presenters.py", "said = 'Open now'\n"),
        ("directory/new_page.py", "said = 'Kind'\n"),
        ("directory/service_page/new.py", "def ages(low):\n    return f'{low} and over'\n"),
        ("directory/presenters.py", "NAMES = {'kind': 'What kind'}\n"),
        ("directory/presenters.py", "said = _(f'Near {place}')\n"),
        ("directory/presenters.py", "said = _('Near ' + place)\n"),
        (VIEW, "def show(request):\n    return page(request, 'x.html', {'problem': 'Please start again.'})\n"),
        ("web/errors.py", "said = 'Not found'\n"),
    ],
    "pages_say_all_through_gettext": [
        (PAGE, "<p>Open now</p>\n"),
        (PAGE, "<p>{{ name }} can help</p>\n"),
        (PAGE, "{% block title %}Services{% endblock %}\n"),
        (PAGE, '<img src="x" alt="A door">\n'),
        (PAGE, '<nav aria-label="Main"></nav>\n'),
        (PAGE, '<input placeholder="{% if open %}a bed{% endif %}">\n'),
        (PAGE, '<input type="submit" value="Find">\n'),
        (PAGE, '<meta name="description" content="Help near you">\n'),
        (PAGE, "<p>{{ 'Open' if open else _('Closed') }}</p>\n"),
        (PAGE, "<p>{{ 'Open: ' ~ hours }}</p>\n"),
        (PAGE, "<p>{{ _('Near ' ~ place) }}</p>\n"),
        (PAGE, "<p>{{ name or 'not stated' }}</p>\n"),
        (PAGE, "{% block robots %}index{% endblock %}<p>Words</p>\n"),
        (PAGE, "{% trans %}Said{% endtrans %}<p>Words</p>\n"),
    ],
}  # fmt: skip

INNOCENT: list[tuple[str, str]] = [
    (VIEW, '"""A view."""\ndef show(request):\n    return page(request, at=timezone.now())\n'),
    (ACTIONS, '"""Actions."""\ndef publish(service, *, by: str):\n    service.save()\n\ndef _keep(row):\n    pass\n'),
    (CORE, '"""A rule."""\nimport numpy as np\nfrom datetime import datetime\n\n'
           "def opened(now: datetime):\n    return np.zeros(3), datetime(2026, 1, 1), np.datetime64('2026-01-01')\n"),
    ("feeds/readers/x.py", '"""A reader."""\nimport csv\nfrom dooryard.core import hsds\n'),
    ("web/x.py", '"""A clock."""\nimport datetime\nprint(datetime.datetime.now())\n'),
    ("directory/presenters.py", '"""Words."""\ndef now() -> str:\n    """It is open."""\n    return _("Open now")\n'),
    ("directory/presenters.py", '"""Words."""\nNAMES = {"what kind": mark("Kind")}\n'),
    ("directory/presenters.py", '"""Words."""\nsaid = Said("{n} bed", plural="{n} beds", n=2)\n'),
    ("directory/models.py", '"""Rows."""\nlabel = "Opening hours"\n'),
]  # fmt: skip
