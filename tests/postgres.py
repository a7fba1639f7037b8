"""A private PostgreSQL server for the suite, started under another user when root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INITDB = ("-A", "trust", "-U", "stirrup", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path | None:
    """The folder of the newest server binaries, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of an empty server: postgresql+psycopg://stirrup@127.0.0.1:port."""
    folder = Path(tempfile.mkdtemp(prefix="stirrup-postgres-"))
    run = _runner(folder)
    data, port = folder / "data", _free_port()
    try:
        run("initdb", "-D", data, *INITDB)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {FAST}"
        run("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        yield f"postgresql+psycopg://stirrup@127.0.0.1:{port}"
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runner(folder: Path):
    bin_folder = binaries()
    identity = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: object) -> None:
        command = [str(bin_folder / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **identity
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")

    return run


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
