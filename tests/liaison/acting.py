"""A process of its own that writes to the room until it is killed; what was acknowledged it says on its output.

Codes go over the pipe alone: never in an argument, an environment or a file.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main(start: int) -> None:
    """Write one conversation after the other, and say of each acknowledged one its code and its number."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dooryard.web.settings"
    django.setup()
    from dooryard.liaison import threads
    from dooryard.liaison.sealing import Code
    from tests.liaison.conftest import TODAY
    from tests.liaison.helpers import COUNTY, WISHES, form

    number = start
    print(json.dumps({"ready": True}), flush=True)
    while True:
        code = Code.new()
        receipt = threads.begin(code, COUNTY, f"submission {number}", WISHES, form(), today=TODAY)
        print(json.dumps({"number": number, "code": code.words, "place": receipt.place}), flush=True)
        number += 1


if __name__ == "__main__":
    main(int(sys.argv[1]))
