"""Which model is meant and where it is."""

from __future__ import annotations

import pytest

from brief.errors import SettingsError
from brief.llm import DEFAULT, Choice


def test_provider_and_model_are_parted_at_the_first_slash() -> None:
    choice = Choice.parse("openai-like/Qwen/Qwen3-8B", "http://box:8000/v1/")
    assert (choice.provider, choice.model) == ("openai-like", "Qwen/Qwen3-8B")
    assert choice.base_url == "http://box:8000/v1"
    assert Choice.parse(DEFAULT).host == "https://api.openai.com"


def test_secrets_of_an_address_are_not_shown() -> None:
    host = Choice.parse("openai-like/m", "https://me:secret@gate.example:8443/v1?key=x").host
    assert host == "https://gate.example:8443"


@pytest.mark.parametrize("host", ["http://[::1]:8080", "http://[fd00::7]"])
def test_a_numbered_host_keeps_its_brackets(host: str) -> None:
    assert Choice.parse("openai-like/m", f"{host}/v1").host == host


@pytest.mark.parametrize("name", ["", "gpt-4.1", "openai/", "/gpt", "mistral/x", "OpenAI/gpt"])
def test_a_name_of_no_model(name: str) -> None:
    with pytest.raises(SettingsError, match="names no model") as raised:
        Choice.parse(name, "http://box/v1")
    assert raised.value.exit_code == 2
    assert "provider/model" in raised.value.hint


def test_another_server_must_be_named() -> None:
    with pytest.raises(SettingsError, match="has no server") as raised:
        Choice.parse("openai-like/m")
    assert "--base-url" in raised.value.hint


@pytest.mark.parametrize(
    "address", ["box:8000", "file:///etc/passwd", "http://", "http://[::1/v1", "http://box:port"]
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(SettingsError, match="no web address"):
        Choice.parse("openai-like/m", address)
