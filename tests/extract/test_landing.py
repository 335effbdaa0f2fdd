"""The landing store keeps what it is given, whole, once and privately."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from expectations.catalogue import CatalogueError
from extract.landing import LandingStore, Origin

RECEIVED = dt.datetime(2026, 11, 3, 7, 30, tzinfo=dt.UTC)
ORIGIN = Origin("jenangan/paringan/2026-10/pmi.xlsx", RECEIVED, {"etag": '"a"'})


@pytest.fixture
def store(tmp_path: Path) -> LandingStore:
    return LandingStore(tmp_path / "home" / "landing")


def test_bytes_come_back_under_their_sha256(store: LandingStore) -> None:
    sha256 = store.put(b"isi", ORIGIN)
    assert sha256 == hashlib.sha256(b"isi").hexdigest()
    assert store.has(sha256)
    assert store.open(sha256) == b"isi"


def test_the_same_bytes_are_kept_once_and_every_origin_noted(store: LandingStore) -> None:
    other = Origin("lain.xlsx", RECEIVED)
    sha256 = store.put(b"isi", ORIGIN)
    assert store.put(b"isi", other) == sha256
    assert list(store.origins()) == [(sha256, ORIGIN), (sha256, other)]
    assert [path.name for path in store.root.rglob("*") if path.is_file() and path.parent != store.root] == [sha256]


def test_nobody_but_the_owner_may_look_inside(store: LandingStore) -> None:
    sha256 = store.put(b"isi", ORIGIN)
    for path in (store.root, store.root / sha256[:2], store.root / sha256[:2] / sha256, store.root / "origins.jsonl"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_store_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir(mode=0o755)
    store = LandingStore(tmp_path / "landing")
    assert stat.S_IMODE(store.root.stat().st_mode) == 0o700


@pytest.mark.parametrize("sha256", ["0" * 64, "", "../../etc/passwd", "A" * 64])
def test_what_was_never_kept_is_absent(store: LandingStore, sha256: str) -> None:
    with pytest.raises(CatalogueError) as refusal:
        store.open(sha256)
    assert refusal.value.rule_id == "landing_absent"


def test_bytes_changed_behind_our_back_are_not_handed_out(store: LandingStore) -> None:
    sha256 = store.put(b"isi", ORIGIN)
    (store.root / sha256[:2] / sha256).write_bytes(b"lain")
    with pytest.raises(CatalogueError) as refusal:
        store.open(sha256)
    assert refusal.value.rule_id == "landing_damaged"


def test_a_redacted_copy_keeps_the_original_id_and_stays(store: LandingStore) -> None:
    sha256 = store.put(b"Siti, 350218", ORIGIN)
    store.replace_redacted(sha256, b"-, -")
    assert store.open(sha256) == b"-, -"
    assert store.is_redacted(sha256)
    store.put(b"Siti, 350218", ORIGIN)
    assert store.open(sha256) == b"-, -", "the erased person must not come back with the same file"
    store.replace_redacted(sha256, b"-")
    assert store.open(sha256) == b"-"


def test_only_a_kept_file_can_be_redacted(store: LandingStore) -> None:
    with pytest.raises(CatalogueError) as refusal:
        store.replace_redacted("0" * 64, b"-")
    assert refusal.value.rule_id == "landing_absent"


def test_an_origin_line_cut_by_a_crash_is_passed_over(store: LandingStore) -> None:
    sha256 = store.put(b"isi", ORIGIN)
    with (store.root / "origins.jsonl").open("a") as log:
        log.write('{"sha256": "ab')
    assert list(store.origins()) == [(sha256, ORIGIN)]
    store.put(b"isi", ORIGIN)
    assert list(store.origins()) == [(sha256, ORIGIN)] * 2


def test_a_full_disk_is_said_and_leaves_nothing_behind(store: LandingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CatalogueError) as refusal:
        store.put(b"isi", ORIGIN)
    assert refusal.value.rule_id == "landing_full"
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(CatalogueError) as refusal:
        LandingStore(tmp_path / "berkas" / "landing")
    assert refusal.value.rule_id == "landing_not_writable"


def _put_many(root: Path) -> None:
    store = LandingStore(root)
    for number in range(40):
        store.put(f"isi {number}".encode() * 1000, ORIGIN)


def test_two_writers_do_not_disturb_each_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_put_many, args=(tmp_path,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    store = LandingStore(tmp_path)
    noted = [sha256 for sha256, _ in store.origins()]
    assert (len(noted), len(set(noted))) == (80, 40)
    assert all(store.open(sha256) for sha256 in noted)
    assert not list(tmp_path.rglob(".incoming-*"))
