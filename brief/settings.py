"""Where things are: the user's library and the files that ship with the package."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices, read once when a command starts."""

    library: Path

    @classmethod
    def load(cls, library: str | Path | None = None) -> Settings:
        """Read the settings: an argument wins over `$BRIEF_LIBRARY`, which wins over the default.

        The default library lies in the platform's folder for application data.
        """
        chosen = library or os.environ.get("BRIEF_LIBRARY")
        if chosen:
            return cls(Path(chosen).expanduser())
        from platformdirs import user_data_path

        return cls(user_data_path("policybrief", appauthor=False) / "library")


def bundled(name: Literal["seeds", "eval", "prompts"]) -> Path:
    """The folder of files that ship with the package: in it when installed, else beside it."""
    installed = PACKAGE / "_data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
