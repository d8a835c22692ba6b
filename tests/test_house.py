"""The rules of the house hold over the whole house, and each rule catches a planted violation."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from tests.house import rules
from tests.house.planted import INNOCENT, PLANTED
from tests.house.settings import BESIDE, IMPURE, LADDER, MYPY, ROOT, RUFF, plant, pyproject, run

HOUSE = ROOT / "dooryard"
MODULES = sorted(
    path
    for folder in (HOUSE, ROOT / "bench", ROOT / "tools")
    for path in folder.rglob("*.py")
    if "migrations" not in path.parts
)
TEXTS = sorted(
    path
    for path in HOUSE.rglob("*")
    if path.suffix in {".py", ".html", ".yaml", ".css", ".js", ".txt"} and "__pycache__" not in path.parts
)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_whole_house_keeps_the_rule(rule: rules.Rule) -> None:
    assert not _broken(MODULES, (rule,))


def test_no_text_of_the_house_breaks_a_rule_of_texts() -> None:
    assert not _broken(TEXTS, rules.TEXT_RULES)


def _broken(paths: list[Path], kept: tuple[rules.Rule, ...]) -> dict[str, dict[str, list[str]]]:
    return {
        str(path.relative_to(ROOT)): found
        for path in paths
        if (found := rules.broken(PurePosixPath(path.relative_to(ROOT)), path.read_text(encoding="utf-8"), kept))
    }


@pytest.mark.parametrize(("rule", "path", "text"), [(rule, *case) for rule, cases in PLANTED.items() for case in cases])
def test_a_planted_violation_is_caught_by_its_rule(rule: str, path: str, text: str) -> None:
    # Asked of the tuples and not of the function: a rule that was taken out of them catches nothing.
    kept = rules.TEXT_RULES if rule in {one.__name__ for one in rules.TEXT_RULES} else rules.RULES
    assert rule in rules.broken(PurePosixPath("dooryard") / path, text, kept)


def test_every_rule_is_kept_and_has_a_violation_planted() -> None:
    kept = {rule.__name__ for rule in rules.RULES + rules.TEXT_RULES}
    written = {
        name
        for name, what in vars(rules).items()
        if inspect.isfunction(what) and [*inspect.signature(what).parameters] == ["path", "text"]
    }
    assert kept == written == set(PLANTED)


@pytest.mark.parametrize(("path", "text"), INNOCENT)
def test_what_only_looks_like_a_violation_is_let_be(path: str, text: str) -> None:
    assert not rules.broken(PurePosixPath("dooryard") / path, text)


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The families of rules that ruff complained of, by the family whose fault was planted."""
    files = {f"dooryard/{family}/planted.py": f'"""A planted fault."""\n\n{text}' for family, text in RUFF.items()}
    folder = plant(tmp_path_factory.mktemp("ruff"), files)
    found: dict[str, set[str]] = {family: set() for family in RUFF}
    for row in json.loads(run(folder, "ruff", "check", "--no-cache", "--output-format", "json").stdout):
        found[Path(row["filename"]).parent.name].add(re.match("C4|[A-Z]+", row["code"]).group())  # type: ignore[union-attr]
    return found


@pytest.mark.parametrize("family", RUFF)
def test_a_planted_fault_of_each_family_is_caught_by_our_ruff(linted: dict[str, set[str]], family: str) -> None:
    assert linted[family] == {family}


def test_ruff_selects_what_is_planted_and_ignores_what_is_meant() -> None:
    lint = pyproject()["tool"]["ruff"]["lint"]
    assert set(lint["select"]) == set(RUFF)
    assert set(lint["ignore"]) == {"RUF012", "RUF001", "RUF002", "RUF003", "N818"}
    assert set(lint["per-file-ignores"]) == {"tests/**", "bench/**", "**/migrations/*"}
    assert lint["per-file-ignores"]["**/migrations/*"] == ["E501"]


def test_a_file_that_is_not_formatted_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, {"dooryard/core/planted.py": "x = {'a':1}\n"})
    assert "1 file would be reformatted" in run(tmp_path, "ruff", "format", "--check", "--no-cache").stdout


def typed(folder: Path, more: str = "", settings: Callable[[str], str] = str) -> dict[str, set[str]]:
    """The codes of what mypy complains of, by the flag whose fault was planted."""
    files = {f"dooryard/{room}/planted_{flag}.py": text for flag, (room, text, _) in MYPY.items()}
    plant(folder, files | {"dooryard/web/lender.py": "from os.path import join as lent\n"}, more)
    pyproject = folder / "pyproject.toml"
    pyproject.write_text(settings(pyproject.read_text()))
    result = run(folder, "mypy", "--cache-dir", str(folder / "cache"))
    found: dict[str, set[str]] = {flag: set() for flag in MYPY}
    for flag, code in re.findall(r"planted_(\w+)\.py:\d+: error: .*\[([\w-]+)\]", result.stdout):
        found[flag].add(code)
    assert result.returncode in (0, 1), result.stdout + result.stderr
    return found


def off(*modules_and_flags: tuple[str, str]) -> str:
    """Overrides that turn one flag off for one module."""
    return "".join(
        f'\n[[tool.mypy.overrides]]\nmodule = "dooryard.{MYPY[planted][0]}.planted_{planted}"\n{flag} = false\n'
        for planted, flag in modules_and_flags
    )


def test_a_planted_fault_of_each_flag_is_caught_by_our_mypy(tmp_path: Path) -> None:
    assert typed(tmp_path, off(*BESIDE.items())) == {flag: {code} for flag, (_, _, code) in MYPY.items()}


def test_each_flag_of_mypy_catches_what_no_other_does(tmp_path: Path) -> None:
    """With its flag turned off for its module, nothing is said of a plant: so each flag is seen to be on."""
    of_all = {"warn_redundant_casts"}  # mypy knows this one for the whole only
    alone = [(flag, flag) for flag in MYPY if flag not in of_all]
    found = typed(
        tmp_path,
        # This one is asked of the module that lends.
        off(*alone, *BESIDE.items())
        .replace("planted_no_implicit_reexport", "lender")
        .replace("no_implicit_reexport = false", "implicit_reexport = true"),
        lambda text: re.sub("(warn_redundant_casts) = true", r"\1 = false", text),
    )
    assert not {flag: codes for flag, codes in found.items() if codes}


def test_each_flag_of_mypy_that_is_spelled_out_has_a_fault_planted() -> None:
    mypy = pyproject()["tool"]["mypy"]
    [core] = [table for table in mypy["overrides"] if table["module"] == "dooryard.core.*"]
    flags = {name: value for name, value in (mypy | core).items() if isinstance(value, bool)}
    assert flags == dict.fromkeys(MYPY, True)
    assert mypy["packages"] == ["dooryard"] and mypy["exclude"] == ["/migrations/"]


PLACES = [(place, room) for place, layer in enumerate(LADDER) for room in layer.split(" | ")]
STEPS = [(lower, higher) for down, lower in PLACES for up, higher in PLACES if down >= up and lower != higher]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a house where everything forbidden is imported."""
    steps = {f"dooryard/{lower}/to_{higher}.py": f"import dooryard.{higher}\n" for lower, higher in STEPS}
    impure = {f"dooryard/core/impure_{name}.py": f"import {name}\n" for name in IMPURE}
    return run(plant(tmp_path_factory.mktemp("ladder"), steps | impure), "lint-imports", "--no-cache").stdout


@pytest.mark.parametrize(("lower", "higher"), STEPS)
def test_a_step_up_the_ladder_is_caught(imported: str, lower: str, higher: str) -> None:
    assert f"dooryard.{lower}.to_{higher} -> dooryard.{higher} " in imported


@pytest.mark.parametrize("name", IMPURE)
def test_what_would_make_core_impure_is_caught(imported: str, name: str) -> None:
    assert f"dooryard.core.impure_{name} -> {name} " in imported


def test_the_contracts_are_those_that_were_planted_against() -> None:
    contracts = {contract["type"]: contract for contract in pyproject()["tool"]["importlinter"]["contracts"]}
    assert contracts["layers"]["layers"] == list(LADDER)
    assert sorted(contracts["forbidden"]["forbidden_modules"]) == sorted(IMPURE)
    assert all("ignore_imports" not in contract for contract in contracts.values())


def test_a_room_that_is_not_on_the_ladder_is_caught(tmp_path: Path) -> None:
    shed = plant(tmp_path, {"dooryard/shed/planted.py": ""})
    assert "dooryard.shed" in run(shed, "lint-imports", "--no-cache").stdout


TIDY = "def sign(x):\n    if x:\n        y = 1\n    return y\n"
COVERED = [({"a.py": TIDY}, 2), ({"a.py": "x = 1\n", "b.py": "x = 1\n"}, 2), ({"a.py": "x = 1\n"}, 0)]


@pytest.mark.parametrize(("files", "status"), COVERED, ids=["a branch", "a module", "all"])
def test_what_no_test_reaches_in_core_is_caught(tmp_path: Path, files: dict[str, str], status: int) -> None:
    """Every line of the first is reached, and nothing of one module of the second."""
    assert pyproject()["tool"]["coverage"]["report"]["fail_under"] == 100
    plant(tmp_path, {f"dooryard/core/{name}": text for name, text in files.items()})
    (tmp_path / "use.py").write_text("from dooryard.core import a\n\ngetattr(a, 'sign', print)(1)\n")
    assert run(tmp_path, "coverage", "run", "use.py").returncode == 0
    done = run(tmp_path, "coverage", "report")
    assert done.returncode == status, done.stdout + done.stderr


TESTS = {
    "import warnings\n\n\ndef test_x():\n    warnings.warn('old', DeprecationWarning)\n": "DeprecationWarning: old",
    "import warnings\n\n\ndef test_x():\n    warnings.warn('slow')\n": "UserWarning: slow",
    "def test_x():\n    open(__file__)\n": "ResourceWarning",
    "import pytest\n\n\n@pytest.mark.lnog\ndef test_x():\n    pass\n": "'lnog' not found in `markers`",
}


def test_a_warning_and_a_mark_that_nobody_knows_fail_a_test(tmp_path: Path) -> None:
    files = {f"tests/test_{number}.py": text for number, text in enumerate(TESTS)}
    plant(tmp_path, files | {"dooryard/web/settings.py": "SECRET_KEY = 'x'\n"})
    said = run(tmp_path, "pytest", "-p", "no:cacheprovider", "--continue-on-collection-errors").stdout
    assert "3 failed, 1 error" in said
    assert "random seed" in said or "randomly-seed" in said
    assert not [why for why in TESTS.values() if why not in said]


def test_a_test_that_reaches_for_another_machine_is_caught() -> None:
    with socket.socket() as reaching, pytest.raises(AssertionError, match=r"tried to reach 192\.0\.2\.1"):
        reaching.connect(("192.0.2.1", 9))


def test_a_model_without_its_migration_is_caught(tmp_path: Path) -> None:
    shutil.copytree(HOUSE, tmp_path / "dooryard", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "places" / "testland", tmp_path / "places" / "testland")
    shutil.copy(ROOT / "places" / "SERVED", tmp_path / "places")
    check = ("-m", "django", "makemigrations", "--settings", "dooryard.web.settings", "--check", "--dry-run")
    with (tmp_path / "dooryard" / "directory" / "models" / "sources.py").open("a") as file:
        file.write('\n\nclass Planted(models.Model):\n    """A planted model."""\n')
    done = run(tmp_path, "python", *check)
    assert done.returncode == 1 and "Create model Planted" in done.stdout, done.stdout + done.stderr


def test_make_test_and_ci_run_all_of_it() -> None:
    said = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for recipe in ("ruff check .", "ruff format --check .", "bin/mypy", "bin/lint-imports", "makemigrations", "--cov"):
        assert recipe in said
    assert 'tests.postgresql .venv/bin/pytest -n 2 --dist loadfile -m "not long and database"' in said
    assert "exec make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_no_file_names_a_package_index_or_this_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    wrong = re.compile(
        r"--(?:extra-)?index|\"resolved\"\s*:|https?://\S+\.(?:whl|tgz|deb)\b|files\.pythonhosted|"
        + re.escape(f"{Path.home()}/.")
    )
    found = [
        name
        for name in tracked
        if name != "tests/test_house.py"
        and (ROOT / name).is_file()
        and wrong.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ _('Open now') }} 911 · {{ number }}</p>",
        "{% block robots %}index{% endblock %}",
        "<p>{% trans %}Said{% endtrans %}</p>",
        "<button type='submit' name='do' value='up:{{ id }}'>{{ _('Up') }}</button>",
        "<bdi>{{ request.scheme }}://{{ request.get_host() }}/now</bdi>",
        "{# A note. #}<p class='small'>{{ data(text, 'span') }}</p><input type='hidden' value='words'>",
        "{% if kind == 'site' %}{{ text if text else '' }}{% endif %}",
    ],
)
def test_markup_that_only_looks_like_words_is_let_be(text: str) -> None:
    assert not rules.broken(PurePosixPath("dooryard/directory/templates/x.html"), text, rules.TEXT_RULES)
