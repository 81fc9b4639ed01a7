from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "eval" / "startup.py"


@pytest.fixture(scope="module")
def startup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("startup", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["startup"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_only_internet_addresses_are_connects(startup: ModuleType) -> None:
    trace = "\n".join(
        [
            '17 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT',
            "17 connect(5, {sa_family=AF_INET, sin_port=htons(443), …}, 16) = -1 EINPROGRESS",
            "18 connect(5, {sa_family=AF_INET6, sin6_port=htons(53), …}, 28) = 0",
            "18 +++ exited with 0 +++",
        ]
    )
    assert startup.count_connects(trace) == 2


def test_time_and_memory_are_of_the_command(startup: ModuleType) -> None:
    done = startup.run([sys.executable, "-c", "x = b'1' * 150_000_000"])
    assert 0 < done.cpu <= done.seconds * 2
    assert done.memory > 150


def test_medians_are_compared(startup: ModuleType) -> None:
    ours = [startup.Run(seconds, 1.0, 10.0) for seconds in (1.0, 90.0, 2.0)]
    row = startup.compare("ask", ours, [startup.Run(4.0, 1.0, 10.0)], 0.4, "")
    assert row.value == 0.5
    assert row.over


def test_a_command_that_fails_is_not_timed(startup: ModuleType) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        startup.run([sys.executable, "-c", "raise SystemExit('no such thing')"])


@pytest.mark.parametrize(("value", "over"), [(0.71, True), (0.7, False), (None, False)])
def test_what_was_not_measured_is_not_over(
    startup: ModuleType, value: float | None, over: bool
) -> None:
    assert startup.Row("", value, 0.7, "", "").over is over
