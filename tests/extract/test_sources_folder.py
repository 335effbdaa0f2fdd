"""What an inbox holds, in which order, and what is left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from expectations.catalogue import CatalogueError
from extract.sources.folder import list_inbox


def put(path: Path, minute: int = 0, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (1_790_000_000 + 60 * minute,) * 2)
    return path


def test_files_come_oldest_first_then_by_path(tmp_path: Path) -> None:
    put(tmp_path / "c.xlsx", 1)
    put(tmp_path / "jenangan/paringan/2026-10/b.xlsx", 2)
    put(tmp_path / "a.xlsx", 2)
    files = list_inbox(tmp_path)
    assert [file.relative_path for file in files] == ["c.xlsx", "a.xlsx", "jenangan/paringan/2026-10/b.xlsx"]
    assert (files[0].size, files[0].modified_at.timestamp(), files[0].open()) == (1, 1_790_000_060, b"x")


def test_lock_hidden_and_system_files_are_left_out(tmp_path: Path) -> None:
    for name in ("~$a.xlsx", ".~lock.a.ods#", ".DS_Store", "Thumbs.db", "desktop.ini", ".cache/a.xlsx", "__MACOSX/a.xlsx"):
        put(tmp_path / name)
    put(tmp_path / "kosong" / "a.txt")
    assert [file.relative_path for file in list_inbox(tmp_path)] == ["kosong/a.txt"]


def test_a_single_file_serves_as_inbox(tmp_path: Path) -> None:
    path = put(tmp_path / "a.xlsx")
    assert [(file.relative_path, file.open()) for file in list_inbox(path)] == [("a.xlsx", b"x")]


def test_a_missing_inbox_is_said_and_an_empty_one_is_empty(tmp_path: Path) -> None:
    assert list_inbox(tmp_path) == []
    with pytest.raises(CatalogueError) as refusal:
        list_inbox(tmp_path / "tidak-ada")
    assert refusal.value.rule_id == "inbox_missing"


def test_a_link_inside_is_followed_and_one_out_of_the_inbox_is_not(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox / "a.xlsx")
    secret = put(tmp_path / "rahasia.xlsx")
    (inbox / "dalam.xlsx").symlink_to(inbox / "a.xlsx")
    (inbox / "luar.xlsx").symlink_to(secret)
    (inbox / "putus.xlsx").symlink_to(inbox / "tidak-ada.xlsx")
    (inbox / "lingkar.xlsx").symlink_to(inbox / "lingkar.xlsx")
    (inbox / "folder").symlink_to(tmp_path)
    files = {file.relative_path: file for file in list_inbox(inbox)}
    assert set(files) == {"a.xlsx", "dalam.xlsx", "lingkar.xlsx", "luar.xlsx", "putus.xlsx"}
    assert files["dalam.xlsx"].open() == b"x"
    for name, rule_id in {
        "luar.xlsx": "file_outside_inbox",
        "putus.xlsx": "file_unreadable",
        "lingkar.xlsx": "file_unreadable",
    }.items():
        with pytest.raises(CatalogueError) as refusal:
            files[name].open()
        assert refusal.value.rule_id == rule_id


def test_a_file_that_vanished_or_may_not_be_read_is_one_files_problem(tmp_path: Path) -> None:
    put(tmp_path / "a.xlsx")
    file = list_inbox(tmp_path)[0]
    file.path.unlink()
    with pytest.raises(CatalogueError) as refusal:
        file.open()
    assert refusal.value.rule_id == "file_unreadable"


def test_a_pipe_in_the_inbox_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.xlsx")
    assert list_inbox(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_one_files_problem(tmp_path: Path) -> None:
    put(tmp_path / "a.xlsx").chmod(0)
    with pytest.raises(CatalogueError) as refusal:
        list_inbox(tmp_path)[0].open()
    assert refusal.value.rule_id == "file_unreadable"
