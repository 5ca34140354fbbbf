"""A machine to run docs/operations.md on: a folder for its disk, and stand-ins for root's means."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.request import urlopen

from panel.kernel.settings import ROOT
from tests.services.caddy import CADDY, caddy
from tests.services.postgresql import new_database
from tests.services.server import free_port
from tests.services.valkey import valkey
from tests.services.waiting import until

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:[^\n]*<<'END'\n.*?\nEND|[^\n]+)\n", re.DOTALL)
SEVERAL = ("8001", "8002")  # ports of the page; ours are others
DISK = ("/opt/mesa", "/etc/", "/var/lib/mesa", "/var/backups/mesa", "/usr/local/bin/")


def commands(page: str) -> list[str]:
    """Read every command of a page, in order."""
    return [one.strip() for block in BLOCK.findall(page) for one in COMMAND.findall(block)]


@dataclass
class Machine:
    """What the commands of the page see in place of a server of one's own.

    What is `sudo` is done by us. Paths lead into `disk`; ports and the name of the site are ours.
    `STAND_INS` says what else is not done as it stands there.
    """

    disk: Path
    postgresql: str
    port: int = field(default_factory=free_port)
    front: int = field(default_factory=free_port)
    said: str = ""
    ports: dict[str, int] = field(default_factory=lambda: {n: free_port() for n in SEVERAL})
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _shared: ExitStack = field(default_factory=ExitStack)
    _caddy: ExitStack = field(default_factory=ExitStack)

    def do(self, command: str) -> None:
        """Do what a line of the page says; it has to succeed."""
        for pattern, stand_in in STAND_INS.items():
            if found := re.fullmatch(pattern, command, re.DOTALL):
                command = getattr(self, stand_in)(*found.groups())
                break
        command = self.placed(re.sub(r"^sudo |(?<=\| )sudo ", "", command))
        path = f"{self.disk}/usr/local/bin:{CADDY.parent}:{os.environ['PATH']}"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PANEL_")}
        done = subprocess.run(  # noqa: S603  # what our own page says
            ["bash", "-euc", command],  # noqa: S607
            cwd=self.home if self.home.exists() else self.disk,
            env=environment | {"PATH": path, "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.said = done.stdout
        assert done.returncode == 0, f"{command}\n{done.stdout}"

    def placed(self, text: str) -> str:
        """Let paths lead to the disk of this machine, and addresses to its ports."""
        for path in DISK:
            text = re.sub(rf"(?<![\w.]){path}", f"{self.disk}{path}", text)
        for name, port in self.ports.items():
            text = text.replace(f"127.0.0.1:{name}", f"127.0.0.1:{port}")
        return text.replace("|mesa.example|", f"|http://127.0.0.1:{self.front}|")

    def close(self) -> None:
        """Switch it off."""
        self._caddy.close()
        for name in list(self._running):
            self.stop(name)
        self._shared.close()

    @property
    def home(self) -> Path:
        """Where the programme lies."""
        return self.disk / "opt/mesa"

    @property
    def backups(self) -> list[Path]:
        """The backups that were taken, oldest first."""
        return sorted((self.disk / "var/backups/mesa").glob("mesa-*.tar.gz"))

    def unit(self, name: str) -> str:
        """Read how a unit is started, with its settings, as systemd would."""
        kind, at, instance = name.partition("@")
        text = (self.disk / "etc/systemd/system" / f"{kind}{at}.service").read_text()
        text = text.replace("%i", str(self.ports.get(instance, "")))
        said = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
        settings = f"umask {said['UMask']}; set -a; . {said['EnvironmentFile']}"
        return f"{settings}; cd {said['WorkingDirectory']}; exec {said['ExecStart']}"

    # What stands in, by its name in STAND_INS; each gives what is done in place of the command.

    def nothing(self) -> str:
        """Leave the packages and users of this machine alone."""
        return "true"

    def clone(self) -> str:
        """Lay this checkout there, with the paths in deploy/ as on this machine."""
        for one in ROOT.iterdir():
            if one.name not in {"deploy", "var", ".git"}:
                (self.home / one.name).symlink_to(one)
        shutil.copytree(ROOT / "deploy", self.home / "deploy")
        for one in (self.home / "deploy").iterdir():
            one.write_text(self.placed(one.read_text()).replace("user=mesa", "user=$(id -un)"))
        return "true"

    def make(self, what: str) -> str:
        """Only see that make knows how: it was run by whoever runs this test."""
        return f"make --dry-run {what}"

    def install(self, rest: str) -> str:
        """Let the folder belong to us."""
        return f"install -d {rest}"

    def verify(self) -> str:
        """Let systemd read the units, where there is one."""
        folder = self.disk / "etc/systemd/system"
        names = [one.name.replace("@", "@1") for one in sorted(folder.iterdir())]
        if not shutil.which("systemd-analyze"):
            return f"ls {folder}"
        return f"cd /etc/systemd/system/ && systemd-analyze verify {' '.join(names)}"

    def start(self, *names: str) -> str:
        """Start a server, or what else is named, as its unit says."""
        for name in names or ("mesa",):
            with (self.disk / "journal").open("ab") as log:
                self._running[name] = subprocess.Popen(  # noqa: S603  # our own unit
                    ["bash", "-c", self.unit(name)],  # noqa: S607
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
        return "true"

    def stop(self, name: str = "mesa") -> str:
        """Tell it to end, as systemd does."""
        if running := self._running.pop(name, None):
            running.send_signal(signal.SIGTERM)
            running.wait(30)
        return "true"

    def restart(self) -> str:
        """Do one after the other."""
        self.stop()
        return self.start()

    def start_several(self, names: str) -> str:
        """Start several, as their units say."""
        return self.start(*names.split())

    def restart_several(self) -> str:
        """Do so with one after the other, each once the one before answers."""
        for name, port in self.ports.items():
            self.stop(f"mesa@{name}")
            self.start(f"mesa@{name}")
            until(partial(_is_well, f"http://127.0.0.1:{port}/health"), name, 60)
        return "true"

    def examine(self) -> str:
        """Let the doctor find fault: the PostgreSQL of the tests keeps nothing on disk for good."""
        return "mesa doctor || true"

    def share(self) -> str:
        """Run what several processes share, and name it in the settings."""
        url = self._shared.enter_context(valkey()).url
        return f"echo 'PANEL_REDIS={url}' >> /etc/mesa/mesa.env"

    def status(self) -> str:
        """See that the server runs."""
        assert self._running["mesa"].poll() is None
        return "true"

    def journal(self) -> str:
        """Read what the server has printed."""
        return f"tail -n 100 {self.disk}/journal"

    def keep(self) -> str:
        """Take a backup as its unit says."""
        return self.unit("mesa-backup")

    def front_door(self) -> str:
        """Start Caddy with the file that was written."""
        self._caddy.close()
        config = self.disk / "etc/caddy/Caddyfile"
        own = () if "127.0.0.1:8000" not in config.read_text() else (self.port,)
        self._caddy.enter_context(caddy(self.front, *own, folder=self.disk, config=config))
        return "true"

    def ask(self, where: str) -> str:
        """Ask without curl, until there is an answer."""
        port = self.port if "127.0.0.1" in where else self.front
        until(lambda: _is_well(f"http://127.0.0.1:{port}/health"), where, 60)
        return "true"

    def database(self) -> str:
        """Make a database, on the PostgreSQL of the tests."""
        self._url = new_database(self.postgresql, "mesa_operations")
        return "true"

    def connect(self) -> str:
        """Name that database in the settings."""
        return f"echo 'PANEL_DATABASE_URL=\"{self._url}\"' >> /etc/mesa/mesa.env"

    def newest(self) -> str:
        """Restore the newest backup, whatever day it is."""
        return f"mesa restore {self.backups[-1]}"

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PANEL_")}
        return kept | {"PORT": str(self.port)}


def _is_well(url: str) -> bool:
    try:
        with urlopen(url, timeout=15) as answer:  # noqa: S310  # http, ours
            return bool(answer.status == 200)
    except OSError:
        return False


def machine(disk: Path, postgresql: str) -> Iterator[Machine]:
    """Run a machine for as long as somebody uses it."""
    for path in ("opt/mesa", "etc/systemd/system", "etc/caddy", "usr/local/bin"):
        (disk / path).mkdir(parents=True)
    running = Machine(disk, postgresql)
    try:
        yield running
    finally:
        running.close()


STAND_INS = {
    r"sudo apt install [\w. -]+": "nothing",
    r"sudo useradd .*": "nothing",
    r"sudo chown \S+ \S+": "nothing",
    r"sudo install -d -o mesa -g mesa (.*)": "install",
    r"sudo git clone REPOSITORY /opt/mesa": "clone",
    r"sudo git pull": "nothing",
    r"sudo make (.*)": "make",
    r"sudo systemctl daemon-reload": "verify",
    r"sudo systemctl enable --now mesa mesa-backup\.timer": "start",
    r"sudo systemctl start mesa": "start",
    r"sudo systemctl stop mesa": "stop",
    r"sudo systemctl restart mesa": "restart",
    r"sudo systemctl start mesa-backup": "keep",
    r"sudo systemctl reload caddy": "front_door",
    r"sudo systemctl disable --now mesa": "stop",
    r"sudo systemctl enable --now (mesa@.*)": "start_several",
    r"mesa doctor": "examine",
    r"for port in .*": "restart_several",
    r"echo 'PANEL_REDIS=.*": "share",
    r"systemctl status mesa": "status",
    r"journalctl --unit mesa --lines 100": "journal",
    r"curl .* (http\S+)": "ask",
    r"sudo -u postgres createuser mesa": "nothing",
    r"sudo -u postgres createdb .* mesa": "database",
    r"echo 'PANEL_DATABASE_URL=.*": "connect",
    r"mesa restore /var/backups/mesa/mesa-\d+-\d+\.tar\.gz": "newest",
}
