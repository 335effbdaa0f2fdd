"""One build step beyond pyproject.toml: prefect.yaml, which Prefect looks for at the root, goes into the package `flows`.

So that `pmv deploy` finds it after a plain install; a checkout keeps the one file.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithSchedules(build_py):
    """Builds the packages, then adds prefect.yaml to `flows` (not in an editable install: there the root is at hand)."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            self.copy_file("prefect.yaml", str(Path(self.build_lib, "flows", "prefect.yaml")))


setup(cmdclass={"build_py": BuildWithSchedules})
