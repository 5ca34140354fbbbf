"""Looking at a server's end of a connection: a copy of its socket, by Linux's pidfd_getfd(2)."""

import ctypes
import fcntl
import os
import socket
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.server import Server

PIDFD_GETFD = 438  # on every architecture
_LIBC = ctypes.CDLL(None, use_errno=True)


@contextmanager
def socket_of(server: Server, ours: socket.socket) -> Iterator[socket.socket]:
    """Give the other end of a connection, as the server has set it."""
    inode = _inode(local=ours.getpeername()[1], remote=ours.getsockname()[1])
    for pid in _group(server):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            if os.readlink(entry) == f"socket:[{inode}]":  # noqa: PTH115  # it is no path
                with socket.socket(fileno=_copied(pid, int(entry.name))) as theirs:
                    yield theirs
                return
    raise LookupError(inode)


def is_held(server: Server, ours: socket.socket) -> bool:
    """Tell whether the server still holds its end of a connection."""
    try:
        with socket_of(server, ours):
            return True
    except LookupError:
        return False


def unsent(theirs: socket.socket) -> int:
    """Count the bytes that wait in a socket because nobody takes them."""
    return int.from_bytes(fcntl.ioctl(theirs, termios.TIOCOUTQ, bytes(4)), "little")


def _inode(*, local: int, remote: int) -> str:
    """Find a connection by its ports among all of this machine."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        columns = line.split()
        ports = [int(columns[n].partition(":")[2], 16) for n in (1, 2)]
        if ports == [local, remote]:
            return columns[9]
    raise LookupError((local, remote))


def _group(server: Server) -> list[int]:
    """List the processes of a server, gunicorn's worker among them."""
    process = server._process
    assert process
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [pid for pid in pids if _leader(pid) == process.pid]


def _leader(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _copied(pid: int, number: int) -> int:
    watched = os.pidfd_open(pid)
    try:
        copy = int(_LIBC.syscall(PIDFD_GETFD, watched, number, 0))
    finally:
        os.close(watched)
    if copy < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    return copy
