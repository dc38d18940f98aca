"""The nginx that we ship, as it stands in deploy/nginx: only ports, names and folders are this machine's."""

from __future__ import annotations

import ipaddress
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app import config
from app.cli import pages
from tests import needs
from tests.services import free_port, wait_for_port

SHIPPED = config.ROOT / "deploy" / "nginx" / "vejviser.conf"
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/started.txt emerg;
{user}
worker_processes 1;
worker_rlimit_nofile 8192;
events {{ worker_connections 4000; }}
http {{
    include /etc/nginx/mime.types;
    {temporary}
    include {folder}/vejviser.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Front:
    """Listens on `port` without and on `tls` with a certificate of its own making, in front of `behind`."""

    def __init__(self, behind: list[int]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vejviser-front-"))
        self.folder.chmod(0o755)  # nginx's workers are somebody else
        self.port, self.tls, self.redirect = free_port(), free_port(), free_port()
        self.certificate = certify(self.folder)
        pages.write(self.folder / "away")
        (self.folder / "cache").mkdir()
        (self.folder / "vejviser.conf").write_text(self._here(SHIPPED.read_text("utf-8"), behind), "utf-8")
        main = MAIN.format(
            folder=self.folder,
            user="user root;" if os.geteuid() == 0 else "",
            temporary=" ".join(f"{name}_temp_path {self.folder}/{name};" for name in TEMPORARY),
        )
        (self.folder / "nginx.conf").write_text(main, "utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def _here(self, text: str, behind: list[int]) -> str:
        both = f"listen 127.0.0.1:{self.tls} ssl; listen 127.0.0.1:{self.port} backlog=1024;"
        for theirs, ours in (
            ("listen 443 ssl;", both),
            ("listen [::]:443 ssl;", ""),
            ("listen 80;", f"listen 127.0.0.1:{self.redirect};"),
            ("listen [::]:80;", ""),
            ("help.example.org", "localhost 127.0.0.1"),
            ("/etc/ssl/vejviser/", f"{self.folder}/"),
            ("/var/cache/nginx/vejviser", f"{self.folder}/cache"),
            # What is shipped says nothing; why somebody was refused is wanted where a test fails.
            (
                quiet := "error_log /var/log/nginx/vejviser.error emerg;",
                f"{quiet} error_log {self.folder}/why.txt info;",
            ),
            ("/var/log/nginx/", f"{self.folder}/"),
            ("/opt/vejviser/deploy/nginx/away/", f"{self.folder}/away/"),
            ("127.0.0.1:8001", f"127.0.0.1:{behind[0]}"),
            ("127.0.0.1:8002", f"127.0.0.1:{behind[1]}"),
        ):
            assert theirs in text, f"{theirs} is no longer in {SHIPPED.name}"
            text = text.replace(theirs, ours)
        return text

    def start(self) -> Front:
        command = [needs.require("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        with (self.folder / "refused.txt").open("wb") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said)
        wait_for_port(self.port, self._process)
        return self

    def log(self) -> str:
        """What nginx wrote down of everybody."""
        return (self.folder / "vejviser.log").read_text("utf-8")

    def statuses(self) -> list[int]:
        """What everybody was answered, in its order."""
        return [int(line.split()[2]) for line in self.log().splitlines()]

    def errors(self) -> str:
        return "".join((self.folder / name).read_text("utf-8") for name in ("vejviser.error", "refused.txt"))

    def why(self) -> list[str]:
        """What went wrong between nginx and the processes, line by line."""
        return [line for line in (self.folder / "why.txt").read_text("utf-8").splitlines() if "upstream" in line]

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)


def certify(folder: Path) -> Path:
    """A certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "fullchain.pem"
