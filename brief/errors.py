"""Every error the user can meet, each with what to do about it.

BriefError
├── UsageError      exit 2   the command or its arguments are wrong
├── SettingsError   exit 2   a setting names something that does not exist or does not fit
├── InputError      exit 3   a file, article, claim or suite that cannot be used
├── LibraryError    exit 3   the library cannot be opened, read or written
│   └── NoLibraryError       there is none yet, and one can be made
└── ModelError      exit 4   a model or its server does not answer as it should
    └── ReplyError           it answers, but with nothing that can be used

Anything else that is raised is a bug and shows its traceback.
"""

from __future__ import annotations

from typing import ClassVar


class BriefError(Exception):
    """A failure the user can act on: what is wrong, and a `hint` that says what to do."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(BriefError):
    exit_code = 2


class SettingsError(BriefError):
    exit_code = 2


class InputError(BriefError):
    exit_code = 3


class LibraryError(BriefError):
    exit_code = 3


class NoLibraryError(LibraryError):
    """Nothing is wrong with the place: taking in articles makes one there."""


class ModelError(BriefError):
    exit_code = 4


class ReplyError(ModelError):
    """The writer that needs no model can still answer."""
