"""A local authority and a certificate under it, so that a real tablet can open the demonstration by HTTPS."""

from __future__ import annotations

import ipaddress
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAYS = 30


def addresses() -> list[str]:
    """This machine's own addresses on its network, the one a tablet would reach first; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # A documentation address (RFC 5737): connecting a datagram socket only asks the routing table.
            probe.connect(("192.0.2.1", 9))
            return [probe.getsockname()[0]]
        except OSError:
            return ["127.0.0.1"]


def write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def started(subject: str, issuer: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
    )


def private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def still_good(certificate: Path) -> bool:
    """Made for this address, with a day to go: a tablet that trusts it need not be asked again."""
    if not certificate.exists():
        return False
    made = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    here = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    return made.not_valid_after_utc > datetime.now(UTC) + timedelta(days=1) and here == set(addresses())


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """
    Write authority.crt, server.crt and server.key, unless good ones stand there; answer the last two.

    The authority's own key is thrown away, so that nobody can sign anything else in its name.
    """
    if still_good(folder / "server.crt"):
        return folder / "server.crt", folder / "server.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    own = "kpfield demonstration"
    root = started(own, own, authority).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    names = [x509.DNSName("localhost"), *(x509.IPAddress(ipaddress.ip_address(one)) for one in addresses())]
    server = (
        started("kpfield", own, key)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    write(folder / "authority.crt", root.sign(authority, hashes.SHA256()).public_bytes(pem))
    write(folder / "server.crt", server.public_bytes(pem))
    write(folder / "server.key", private(key))
    return folder / "server.crt", folder / "server.key"
