"""Files and folders to articles: which files are read, and what is said of those that are not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from brief.errors import InputError
from brief.ingest.decode import MAX_BYTES, decode, too_large
from brief.ingest.draft import Draft, finish, override
from brief.ingest.extract import draft_of
from brief.ingest.records import draft_of_record, is_record_file, records
from brief.ingest.stated import stated_in
from brief.schema import Article

MANIFEST = "manifest.jsonl"
_FIELDS = ("title", "outlet", "author", "url", "published")
_OUTSIDE = ("a link that leads outside the folder", "ingest what it points to by its own path")
_SEVERAL = (
    "what the manifest says of it is left out: it holds several articles",
    "say it in their own lines",
)

Known = dict[Path, dict[str, str]]  # what manifests say of a file, by its path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, folder or line that could not be taken, why, and what to do about it."""

    source: str
    reason: str
    hint: str


def read(source: str | Path, *, retrieved: str | None = None) -> Iterator[Article | Skipped]:
    """Articles of a file, or of a folder's files and its folders' in the order of their names.

    `retrieved` is the ISO 8601 time of taking them in, now if it is not given. Each file is read
    once, whatever links lead to it; links out of the folder are not followed, names that begin
    with a dot are left out. A `manifest.jsonl` beside the files is no article: its lines {"file",
    "title", "outlet", "author", "url", "published"} win over what the files say of themselves,
    but for JSON Lines of several articles.

    Raises InputError when `source` itself cannot be used; what cannot be used inside a folder or a
    JSON Lines file comes as Skipped, and the rest goes on.
    """
    at = retrieved or datetime.now(UTC).isoformat(timespec="seconds")
    root = Path(source)
    try:
        root = Path(os.path.realpath(root.expanduser()))  # RuntimeError: no such user
        root.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError, RuntimeError) as error:
        raise InputError(f"{source} does not exist", hint="check the path") from error
    except OSError as error:
        raise _unreadable(root, error) from error
    if is_folder(root):
        yield from _read_folder(root, at)
    elif root.name == MANIFEST:
        raise InputError(f"{source} describes articles and is none", hint="ingest its folder")
    else:
        known: Known = {}
        for _ in _manifest(root.parent, known):
            pass  # a broken line of a manifest that was not asked for is not this file's affair
        yield from _read_file(root, at, known)


def _read_folder(root: Path, at: str) -> Iterator[Article | Skipped]:
    known: Known = {}
    seen: set[Path] = set()
    pending = [root]
    found = False
    while pending:
        folder = pending.pop()
        try:
            paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            if folder == root:
                raise _unreadable(folder, error) from error
            yield _skipped(folder, _unreadable(folder, error))
            continue
        yield from _manifest(folder, known)
        folders: list[Path] = []
        for path in paths:
            if path.name == MANIFEST:
                continue
            real = Path(os.path.realpath(path))
            if not real.is_relative_to(root):
                found = True
                yield Skipped(str(path), *_OUTSIDE)
            elif real not in seen:
                seen.add(real)
                if is_folder(real):
                    folders.append(real)
                    continue
                found = True
                try:
                    yield from _read_file(real, at, known)
                except InputError as error:
                    yield _skipped(path, error)
        pending += reversed(folders)
    if not found:
        raise InputError(f"{root} holds no files", hint="name a folder with articles in it")


def _read_file(path: Path, at: str, known: Known) -> Iterator[Article | Skipped]:
    try:
        if not path.is_file():
            raise InputError(f"{path} is no regular file", hint="ingest files or folders of files")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(str(path), size)
        raw = decode(path.read_bytes(), source=str(path))
    except OSError as error:
        raise _unreadable(path, error) from error
    stated = known.get(path, {})
    if is_record_file(raw):
        yield from _read_records(path, raw, at, stated)
    else:
        draft = override(draft_of(raw, source=str(path)), stated)
        yield finish(draft, source=str(path), retrieved=at)


def _read_records(
    path: Path, raw: str, at: str, stated: dict[str, str]
) -> Iterator[Article | Skipped]:
    found = list(records(raw))
    alone = len(found) == 1
    if stated and not alone:
        yield Skipped(str(path), *_SEVERAL)
    names: set[str] = set()
    for number, record in found:
        place = f"{path}#{number}"
        try:
            draft = draft_of_record(record, place)
            if alone:
                draft = override(draft, stated)
            # Not by its line, which changes where others are put in, taken out or sorted.
            name = "" if alone else _name_of(path, draft, names)
            yield finish(draft, source=place, retrieved=at, known_by=name)
        except InputError as error:
            yield _skipped(place, error)


def _name_of(path: Path, draft: Draft, taken: set[str]) -> str:
    """What one of several articles of a file is known by, its text where nothing else tells it."""
    name = "\n".join((str(path), draft.title, draft.outlet, draft.published))
    if not draft.title or name in taken:
        name += "\n".join(("", *draft.paragraphs))
    taken.add(name)
    return name


def _manifest(folder: Path, known: Known) -> Iterator[Skipped]:
    """Add to `known` what the folder's manifest says; its unusable lines come as Skipped."""
    path = folder / MANIFEST
    try:
        if not path.is_file():
            return
        entries = list(records(decode(path.read_bytes(), source=str(path))))
    except (InputError, OSError) as error:
        yield _skipped(path, error if isinstance(error, InputError) else _unreadable(path, error))
        return
    for number, entry in entries:
        try:
            file = Path(os.path.realpath(folder / entry["file"]))
        except (TypeError, KeyError, ValueError):  # the last for names that no file can have
            yield Skipped(
                f"{path}#{number}", "no JSON object with a file", 'write {"file": "name", …}'
            )
            continue
        known[file] = stated_in({name: entry.get(name) for name in _FIELDS})


def is_folder(path: Path) -> bool:
    """Whether it is a folder; of what may not be looked at, reading it tells why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _skipped(source: Path | str, error: InputError) -> Skipped:
    return Skipped(str(source), str(error), error.hint)


def _unreadable(path: Path, error: OSError) -> InputError:
    reason = error.strerror or type(error).__name__
    return InputError(f"{path} cannot be read: {reason}", hint="check its permissions")
