"""The user's choices, and where the files that ship with the package are.

A setting is taken from an argument, else from the environment, else from settings.toml in the
platform's folder for configuration. The key of a model is no setting: it is read from the
environment where it is used.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from brief.errors import SettingsError

PACKAGE = Path(__file__).parent
NAMES = ("library", "model", "base_url", "prompts")  # of settings.toml
NO_MODEL = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices, read once when a command starts."""

    library: Path
    model: str = ""  # "provider/model", "none", or "" where nothing is chosen
    base_url: str = field(default="", repr=False)  # of the model's server; "": the provider's own
    prompts: Path | None = None  # a folder whose prompts win over those that ship
    offline: bool = False
    embedder: str = ""  # "provider/model", "minilm", or "" for what made the library's vectors

    @classmethod
    def load(
        cls,
        library: str | Path | None = None,
        *,
        model: str | None = None,
        base_url: str | None = None,
        offline: bool = False,
        embedder: str | None = None,
    ) -> Settings:
        """Read the settings.

        The environment's names are `$BRIEF_LIBRARY`, `$BRIEF_MODEL`, `$OPENAI_BASE_URL`. Offline,
        only a model that an argument names is kept, for the error it deserves. Raises
        `SettingsError` for a file that cannot be used.
        """
        file = _file()
        chosen = library or os.environ.get("BRIEF_LIBRARY") or file.get("library")
        named = model or ""
        if not offline:
            named = named or os.environ.get("BRIEF_MODEL") or file.get("model") or ""
        prompts = file.get("prompts")
        return cls(
            library=Path(chosen).expanduser() if chosen else _default_library(),
            model=named,
            base_url=base_url or os.environ.get("OPENAI_BASE_URL") or file.get("base_url") or "",
            prompts=Path(prompts).expanduser() if prompts else None,
            offline=offline,
            embedder=embedder or "",
        )


def _default_library() -> Path:
    from platformdirs import user_data_path

    return user_data_path("policybrief", appauthor=False) / "library"


def _file() -> dict[str, Any]:
    from platformdirs import user_config_path

    path = user_config_path("policybrief", appauthor=False) / "settings.toml"
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}", hint="check its permissions"
        ) from None
    except ValueError as error:
        raise SettingsError(f"{path} cannot be read: {error}", hint="mend or delete it") from None
    for name, value in read.items():
        if name not in NAMES or not isinstance(value, str):
            hint = f"it may set, as text: {', '.join(NAMES)}"
            if "key" in name:
                hint += "; a key belongs in the environment: $OPENAI_API_KEY"
            raise SettingsError(f"{path} sets {name!r}, which is no such setting", hint=hint)
    return read


def reply_cache() -> Path:
    """Where replies of models are kept, so that the same is not paid for twice."""
    from platformdirs import user_cache_path

    return user_cache_path("policybrief", appauthor=False) / "replies"


def bundled(name: Literal["seeds", "eval", "prompts"]) -> Path:
    """The folder of files that ship with the package: in it when installed, else beside it."""
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
