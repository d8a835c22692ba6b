"""Structs are worked out before there are threads: msgspec breaks down where two threads decode one first."""

from __future__ import annotations

import signal
import subprocess
import sys

import msgspec

from dooryard.core.documents import Brief, Document
from dooryard.directory.tokens import Asked, Kept
from dooryard.web.typed import structs

CROWD = """
import sys, threading, msgspec
from dooryard.web.typed import structs
sys.setswitchinterval(1e-6)
SOURCE = "from __future__ import annotations\\nimport msgspec\\nclass Part(msgspec.Struct):\\n"
SOURCE += "".join(f"    a{i}: dict[str, tuple[str, ...]] | None = None\\n" for i in range(30))
SOURCE += "class Made(Part):\\n" + "".join(f"    b{i}: tuple[Part, ...] = ()\\n" for i in range(10))
for turn in range(400):
    module = sys.modules[f"made{turn}"] = type(sys)(f"made{turn}")
    exec(SOURCE, module.__dict__)
    if {first}:
        for kind in structs(msgspec.Struct):
            msgspec.json.Decoder(kind)
    together = threading.Barrier(8)
    def visit(kind=module.Made):
        together.wait()
        for _ in range(20):
            msgspec.json.decode(b'{"a1": {"x": ["y"]}, "b1": [{"a2": null}]}', type=kind)
    crowd = [threading.Thread(target=visit) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
"""


def crowd(*, first: bool) -> int:
    """The exit of a process whose threads decode new structs at once, with each worked out first or not."""
    program = CROWD.replace("{first}", str(first))
    return subprocess.run([sys.executable, "-c", program], timeout=120, capture_output=True).returncode


def test_many_threads_may_decode_what_was_worked_out_first() -> None:
    assert crowd(first=True) == 0


def test_without_it_the_process_ends() -> None:
    # Should this survive one day, msgspec has been mended and web/typed.py can go.
    assert crowd(first=False) == -signal.SIGSEGV


def test_every_struct_is_among_those_worked_out() -> None:
    found = list(structs(msgspec.Struct))
    assert {Brief, Document, Asked, Kept} <= set(found)
    assert found.index(Brief) < found.index(Document)
