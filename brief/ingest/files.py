"""Files and folders to articles: which files are read, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from brief.errors import InputError
from brief.ingest import dates
from brief.ingest.clean import squeeze
from brief.ingest.decode import MAX_BYTES, decode, too_large
from brief.ingest.draft import finish, override
from brief.ingest.extract import draft_of
from brief.ingest.records import draft_of_record, is_record_file, records
from brief.schema import Article

MANIFEST = "manifest.jsonl"
_FIELDS = ("title", "outlet", "author", "url", "published")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or line that could not be taken, why, and what to do about it."""

    source: str
    reason: str
    hint: str


def read(source: str | Path, *, retrieved: str | None = None) -> Iterator[Article | Skipped]:
    """Articles of a file or of a folder's files, recursively and in order of their names.

    `retrieved` is the ISO 8601 time of taking them in, now if it is not given. Links that lead
    outside the folder or round in a circle are not followed. Raises InputError when `source`
    itself cannot be used; what cannot be used inside it comes as Skipped.
    """
    at = retrieved or datetime.now(UTC).isoformat(timespec="seconds")
    root = Path(source).expanduser()
    if not root.exists():
        raise InputError(f"{root} does not exist", hint="check the path")
    root = root.resolve()
    if root.is_dir():
        yield from _read_folder(root, at)
    else:
        if root.name == MANIFEST:
            raise InputError(f"{root} describes articles and is none", hint="ingest its folder")
        manifest, _ = _manifest(root.parent)
        yield from _read_file(root, at, manifest.get(root.name, {}))


def _read_folder(root: Path, at: str) -> Iterator[Article | Skipped]:
    empty = True
    for folder, files in _folders(root):
        if isinstance(files, Skipped):
            empty = False
            yield files
            continue
        manifest, broken = _manifest(folder)
        yield from broken
        for file in files:
            empty = False
            try:
                if not file.resolve().is_relative_to(root):
                    yield Skipped(
                        str(file), "a link that leads outside the folder", "copy the file"
                    )
                    continue
                yield from _read_file(file.resolve(), at, manifest.get(file.name, {}))
            except InputError as error:
                yield Skipped(str(file), str(error), error.hint)
    if empty:
        raise InputError(f"{root} holds no files", hint="name a folder with articles in it")


def _folders(root: Path) -> Iterator[tuple[Path, list[Path] | Skipped]]:
    """Each folder once with its files, sorted, hidden ones left out."""
    pending, seen = [root], set()
    while pending:
        folder = pending.pop()
        if (real := folder.resolve()) in seen:
            continue
        seen.add(real)
        try:
            entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            if folder == root:
                raise _unreadable(folder, error) from error
            yield folder, Skipped(str(folder), f"unreadable: {error.strerror}", "check permissions")
            continue
        inner = [path for path in entries if path.is_dir()]
        pending += [path for path in reversed(inner) if path.resolve().is_relative_to(root)]
        for path in inner:
            if not path.resolve().is_relative_to(root):
                yield (
                    path,
                    Skipped(
                        str(path),
                        "a link that leads outside the folder",
                        "ingest that folder itself",
                    ),
                )
        yield folder, [path for path in entries if not path.is_dir() and path.name != MANIFEST]


def _read_file(path: Path, at: str, known: dict[str, str]) -> Iterator[Article | Skipped]:
    if not path.is_file():
        raise InputError(f"{path} is no regular file", hint="ingest files or folders")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(str(path), size)
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    raw, place = decode(data, source=str(path)), str(path)
    if not is_record_file(raw):
        yield finish(override(draft_of(raw, source=place), known), source=place, retrieved=at)
        return
    for number, record in records(raw):
        place = f"{path}#{number}"
        try:
            draft = override(draft_of_record(record, place), known)
            yield finish(draft, source=place, retrieved=at)
        except InputError as error:
            yield Skipped(place, str(error), error.hint)


def _manifest(folder: Path) -> tuple[dict[str, dict[str, str]], list[Skipped]]:
    """What `manifest.jsonl` says of the folder's files, by file name, and its unusable lines."""
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [Skipped(str(path), f"unreadable: {error.strerror}", "check permissions")]
    entries: dict[str, dict[str, str]] = {}
    broken: list[Skipped] = []
    for number, record in records(decode(data, source=str(path))):
        place = f"{path}#{number}"
        if not isinstance(record, dict) or not isinstance(record.get("file"), str):
            broken.append(Skipped(place, "no JSON object with a file", 'write {"file": "name", …}'))
            continue
        known = {name: squeeze(str(record[name])) for name in _FIELDS if record.get(name)}
        if "published" in known:
            known["published"] = dates.to_iso(known["published"])
        entries[record["file"]] = known
    return entries, broken


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path} cannot be read: {error.strerror or error}", hint="check its permissions"
    )
