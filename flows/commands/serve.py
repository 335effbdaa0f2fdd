"""`pmv warehouse serve`: the embedded warehouse held in front for BI tools."""

from __future__ import annotations

from typing import Annotated

import typer


def serve(
    listen: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Let other computers in at this IP address (0.0.0.0: all), with TLS.")
    ] = None,
    tls: Annotated[bool, typer.Option("--tls", help="Encrypt connections; always so with --listen.")] = False,
) -> None:
    """Hold the embedded warehouse in front and print how a BI tool connects. Ctrl-C stops it."""
    from flows.serving import serve as hold

    hold(listen, is_encrypted=tls)
