"""A copy of the product that a test may edit as an operator would: contracts, aliases, code lists."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "extract", "transform", "expectations", "load")


@dataclass(frozen=True)
class ProductCopy:
    """The packages below `folder`, with a PMV_HOME of their own."""

    folder: Path

    def run(self, *arguments: str) -> str:
        """What `pmv` prints. Fails the test where it fails."""
        code = "import sys; from flows.cli import main; sys.argv[0] = 'pmv'; main()"
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PMV_HOME": str(self.folder / "home")}
        command = [sys.executable, "-P", "-c", code, *arguments]
        done = subprocess.run(command, env=environment, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def copy_product(folder: Path) -> ProductCopy:
    """Copy the packages into a folder."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return ProductCopy(folder)
