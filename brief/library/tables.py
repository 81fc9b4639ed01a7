"""The tables of the catalogue, and the states in which a version can be."""

from __future__ import annotations

from enum import IntEnum

APPLICATION = 0x62726966  # "brief", so that another program's database is not taken for ours
SCHEMA_VERSION = 1
PREFIX = 16  # characters of a version in the id of its passages


class State(IntEnum):
    """Where a version stands in its way through the indexes; the current one is at most INDEXED."""

    PENDING = 0  # current, to be put into the indexes
    INDEXED = 1  # current, in all of them
    LEAVING = 2  # no longer current, may still be in some
    GONE = 3  # no longer current, in none


TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX articles_origin ON articles (origin);
CREATE INDEX articles_removed ON articles (id) WHERE removed;
CREATE TABLE versions (
    key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    state INTEGER NOT NULL,
    content BLOB NOT NULL,  -- digest of what makes two articles the same wherever they were read
    day INTEGER,  -- of publication, YYYYMMDD
    outlet_key TEXT NOT NULL,
    shingles INTEGER NOT NULL DEFAULT 0,  -- how many different ones the text has
    title TEXT NOT NULL,
    outlet TEXT NOT NULL,
    author TEXT NOT NULL,
    url TEXT NOT NULL,
    published TEXT NOT NULL,
    retrieved TEXT NOT NULL,
    language TEXT NOT NULL,
    wire TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,  -- last, so that what is short can be read without it
    UNIQUE (article_id, version)
);
CREATE INDEX versions_version ON versions (version);
CREATE INDEX versions_prefix ON versions (substr(version, 1, {PREFIX})) WHERE state < 2;
CREATE INDEX versions_content ON versions (content) WHERE state < 2;
CREATE INDEX versions_day ON versions (day) WHERE state < 2;
CREATE INDEX versions_outlet ON versions (outlet) WHERE state < 2;
CREATE INDEX versions_state ON versions (state);
-- One current version an article, and never the same passages under two articles.
CREATE UNIQUE INDEX versions_current ON versions (article_id) WHERE state < 2;
CREATE UNIQUE INDEX versions_current_version ON versions (version) WHERE state < 2;
CREATE TABLE sentences (
    version_key INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (version_key, ordinal)
) WITHOUT ROWID;
CREATE TABLE passages (
    version_key INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    first_sentence INTEGER NOT NULL,
    last_sentence INTEGER NOT NULL,
    PRIMARY KEY (version_key, ordinal)
) WITHOUT ROWID;
CREATE TABLE shingles (
    hash INTEGER NOT NULL,
    version_key INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    PRIMARY KEY (hash, version_key)
) WITHOUT ROWID;
CREATE INDEX shingles_version ON shingles (version_key);
"""
