"""A PostgreSQL server of our own: made in a temporary folder, spoken to through a socket in it, gone afterwards.

    python -m tests.desk COMMAND …      run a command with SAYSO_TEST_POSTGRES naming the server, as make test-postgres does

It is run by an unprivileged user, for PostgreSQL refuses to be run by root. Nothing that was there before is touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = "SAYSO_TEST_POSTGRES"
"""The variable that names the server, by the URL of its database ``postgres``."""

OLDEST = 15
_PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
_LOCALE = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
"""Another order of words than SQLite's, as servers have it."""

_SETTINGS = {
    "fsync": "off",  # the folder is thrown away
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "64MB",
    "autovacuum_naptime": "20s",
    "lc_messages": "C",
}


def binaries() -> Path:
    """The folder of the newest server that is installed; installed from Debian's packages first, if there is none."""
    if (found := _installed()) is None:
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        print("No PostgreSQL is installed here; installing Debian's package", file=sys.stderr)
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "--no-install-recommends", "postgresql"]):
            subprocess.run([*as_root, *command], check=True, env=quietly, stdout=sys.stderr)
        found = _installed()
    if found is None:
        sys.exit(f"PostgreSQL {OLDEST} or newer is needed, and could not be installed; install it and run the same again")
    return found


def _installed() -> Path | None:
    found = {}
    for place in map(Path, _PLACES):
        for initdb in place.glob("*/bin/initdb"):
            number = initdb.parents[1].name.removeprefix("postgresql@")
            if number.isdigit() and int(number) >= OLDEST:
                found[int(number)] = initdb.parent
    return found[max(found)] if found else None


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """The URL of a server that runs inside; ``settings`` are those of its configuration."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    user = _unprivileged()
    data = folder / "data"
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run(user, folder, programs / "initdb", "-D", data, "-U", "sayso", "-A", "trust", "-E", "UTF8", "--no-sync", *_LOCALE)
        with (data / "postgresql.conf").open("a") as file:
            for key, value in {**_SETTINGS, "unix_socket_directories": str(folder), **settings}.items():
                file.write(f"{key} = '{value}'\n")
        _run(user, folder, programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql://sayso@/postgres?host={folder}"
        finally:
            _run(user, folder, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.cmd[0]} failed:\n{error.stderr.decode(errors='replace')}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """Who runs the server, if it cannot be whoever runs this."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL is not run by root, and there is no user postgres or nobody; run this as somebody else")


def _run(user: pwd.struct_passwd | None, folder: Path, *command: str | Path) -> None:
    who = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}
    subprocess.run(list(map(str, command)), check=True, capture_output=True, cwd=folder, **who)  # type: ignore[call-overload]


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    with server() as url:
        return subprocess.run(command, env={**os.environ, SERVER: url}).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
