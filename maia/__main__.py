"""Entry point: `maia` and `python -m maia`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; help and version are shown without importing anything else."""
    for flux in (sys.stdout, sys.stderr):
        # A redirected output on Windows is not UTF-8, and could not hold « 220 000 € ».
        if flux is not None and (flux.encoding or "").lower().replace("-", "") != "utf8":
            flux.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    arguments = sys.argv[1:]
    if arguments in ([], ["--help"], ["-h"]) and "_MAIA_COMPLETE" not in os.environ:
        from maia.aide import aide  # noqa: PLC0415

        print(aide())
        sys.exit(0)
    from maia.ligne import executer  # noqa: PLC0415

    sys.exit(executer(arguments))


if __name__ == "__main__":
    main()
