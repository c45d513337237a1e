"""nginx and Caddy as Debian has them, with the files that are shipped. CADDY names another Caddy.

An administrator puts their host into those files. A test puts ports and folders into them in the
same way, as plain text, and leaves every rule as it is.
"""

import os
import shutil
import socket
import ssl
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from deploy.shipped import DEPLOY
from faults.running_site import until
from free_ports import free_port
from local_certificate import local_certificate

VISITOR = "127.77.66.55"
"""The address from which the tests ask: this machine's, and nothing else uses it."""

PAGES = DEPLOY / "page"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CADDY = os.environ.get("CADDY") or shutil.which("caddy")

needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (script/test)")
needs_caddy = pytest.mark.skipif(CADDY is None, reason="Caddy is not installed (script/test)")


@dataclass(frozen=True)
class Place:
    """What is behind a proxy, and where: `site` is `site` or `keyholder`."""

    folder: Path
    site: str
    host: str
    behind: int
    """The port of the site."""
    onion: str = ""
    """The host of its onion service, if it has one."""


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs, and where it listens."""

    name: str
    place: Place
    plain: int
    secure: int
    onion: int
    """The port to which Tor passes its visitors on."""

    @property
    def host(self) -> str:
        return self.place.host

    def connected(self, name=None, *, protocols=("http/1.1",)) -> ssl.SSLSocket:
        """Connect as a browser that asks for the host `name`; `""` asks for none."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.place.folder / f"{self.host}.pem")
        context.check_hostname = name is None
        context.set_alpn_protocols(list(protocols))
        return context.wrap_socket(
            reached(self.secure), server_hostname=self.host if name is None else name or None
        )


def reached(port: int) -> socket.socket:
    """Connect to a port of this machine as the visitor."""
    return socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(VISITOR, 0))


@contextmanager
def nginx(place: Place, changes=()):
    """Run nginx there; `changes` are further texts to put in place of others."""
    proxy = Proxy("nginx", place, free_port(), free_port(), free_port())
    certificate = local_certificate(place.folder, place.host)
    live = f"/etc/letsencrypt/live/{place.host}"
    replaced = {
        **_common(place, proxy),
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "listen 80": f"listen {proxy.plain}",
        "listen [::]:80": f"listen [::]:{proxy.plain}",
        "listen 443": f"listen {proxy.secure}",
        "listen [::]:443": f"listen [::]:{proxy.secure}",
        f"{live}/fullchain.pem": str(certificate),
        f"{live}/privkey.pem": str(certificate),
        "/etc/nginx/page.conf": str(place.folder / "page.conf"),
        "/etc/nginx/conf.d/*.conf": str(place.folder / "conf.d/*.conf"),
        "/run/": f"{place.folder}/",
        **dict(changes),
    }
    (place.folder / "conf.d").mkdir(exist_ok=True)
    for name in ("nginx.conf", "page.conf"):
        _copy(DEPLOY / "nginx" / name, place.folder / name, replaced)
    for name in (place.site, *(["onion"] if place.onion else [])):
        file = f"{name}.conf"
        _copy(DEPLOY / "nginx" / file, place.folder / "conf.d" / file, replaced)
    started = [NGINX, "-e", place.folder / "early.log", "-c", place.folder / "nginx.conf"]
    with _running(proxy, [*started, "-g", "daemon off;"]):
        yield proxy


@contextmanager
def caddy(place: Place, changes=()):
    """Run Caddy there; `changes` are further texts to put in place of others."""
    proxy = Proxy("Caddy", place, free_port(), free_port(), free_port())
    certificate = local_certificate(place.folder, place.host)
    replaced = {
        **_common(place, proxy),
        "http_port 80": f"http_port {proxy.plain}",
        "https_port 443": f"https_port {proxy.secure}",
        "# tls /etc/caddy/certificate.pem /etc/caddy/key.pem": f"tls {certificate} {certificate}",
        **dict(changes),
    }
    _copy(DEPLOY / "caddy" / f"{place.site}.Caddyfile", place.folder / "Caddyfile", replaced)
    if place.onion:
        _copy(DEPLOY / "caddy/onion.Caddyfile", place.folder / "onion.Caddyfile", replaced)
        with (place.folder / "Caddyfile").open("a") as file:
            file.write((place.folder / "onion.Caddyfile").read_text())
    for each in ("requests", "answers", "timeouts"):
        _copy(DEPLOY / "caddy" / _words() / each, place.folder / each, replaced)
    with _running(proxy, [CADDY, "run", "--config", place.folder / "Caddyfile"]):
        yield proxy


def _words() -> str:
    """The version whose configuration words this Caddy uses."""
    said = subprocess.run([CADDY, "version"], capture_output=True, text=True, check=True).stdout
    major, minor, *_ = said.removeprefix("v").split(".")
    return "2.6" if (int(major), int(minor)) < (2, 11) else "2.11"


def _common(place: Place, proxy: Proxy) -> dict[str, str]:
    named, port = {
        "site": ("fernway.example", 8000),
        "keyholder": ("keys.example", 8001),
    }[place.site]
    return {
        named: place.host,
        f"127.0.0.1:{port}": f"127.0.0.1:{place.behind}",
        "fernway.onion": place.onion,
        ":8080": f":{proxy.onion}",
        "/var/www/page": str(PAGES),
    }


def _copy(source: Path, target: Path, replaced: dict[str, str]) -> None:
    text = source.read_text(encoding="utf-8")
    for old, new in replaced.items():
        text = text.replace(old, new)
    target.write_text(text, encoding="utf-8")


@contextmanager
def _running(proxy: Proxy, command):
    folder = proxy.place.folder
    homes = {"HOME": folder, "XDG_DATA_HOME": folder / "data", "XDG_CONFIG_HOME": folder / "conf"}
    with (folder / "printed").open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **{name: str(each) for name, each in homes.items()}},
            stdout=printed,
            stderr=printed,
        )
    try:
        ports = (proxy.plain, proxy.secure, *([proxy.onion] if proxy.place.onion else []))
        until(lambda: process.poll() is not None or all(map(_listens, ports)))
        assert process.poll() is None, (folder / "printed").read_text()
        yield
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
