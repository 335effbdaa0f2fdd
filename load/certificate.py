"""The certificate the embedded server shows when it speaks TLS: signed by itself, made when needed, kept until it runs out.

It proves nothing by itself; a client that keeps a copy of it knows the same server again. It is no authority: it cannot vouch for
other names.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, GeneralName

_DAYS = 825
_RENEW_DAYS = 30


def make_certificate(names: Iterable[str]) -> tuple[bytes, bytes]:
    """A new certificate for host names and IP addresses, and its key: two PEM texts."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pmv warehouse")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=_DAYS))
    builder = builder.add_extension(
        x509.SubjectAlternativeName([_general_name(name) for name in sorted(set(names))]), critical=False
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return certificate.public_bytes(pem), key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)


def still_serves(certificate: bytes, names: Iterable[str]) -> bool:
    """Whether a certificate (PEM) covers all names and stays valid for another month."""
    parsed = _parse(certificate)
    lasting = dt.datetime.now(dt.UTC) + dt.timedelta(days=_RENEW_DAYS)
    return parsed.not_valid_after_utc > lasting and {_general_name(name) for name in names} <= _names_in(parsed)


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 fingerprint as client programs show it: AB:CD:…"""
    from cryptography.hazmat.primitives import hashes

    return _parse(certificate).fingerprint(hashes.SHA256()).hex(":").upper()


def _parse(certificate: bytes) -> Certificate:
    from cryptography import x509

    return x509.load_pem_x509_certificate(certificate)


def _names_in(certificate: Certificate) -> set[GeneralName]:
    from cryptography import x509

    return set(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)


def _general_name(name: str) -> GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
