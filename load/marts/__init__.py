"""What people query: one SQL file a view, in order of its number, with its definitions in the YAML file beside it.

Pieces several marts share are views of `core` in the same folder, numbered before them. To add a mart, put `NN_name.sql` (CREATE
VIEW mart.name …) and `NN_name.yaml` here. The upgrade runs them and refuses a column that has no definition. Raise the second
number of `MARTS_VERSION` for additions, the first when a column changes or goes.
"""

from __future__ import annotations

from importlib.resources import files

import psycopg

from load.warehouse import Row

MARTS_VERSION = "2.1"


def create_marts(connection: psycopg.Connection[Row]) -> None:
    """Make every mart, in the caller's transaction. The views were dropped before."""
    scripts = (path for path in files("load").joinpath("marts").iterdir() if path.name.endswith(".sql"))
    for script in sorted(scripts, key=lambda path: path.name):
        connection.execute(script.read_bytes())
