"""Archives and mails as tests need them: made by the standard library, hostile ones by hand."""

import io
import stat
import warnings
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(99)  # the beginning of one
Contents = Mapping[str, bytes | str]


def zipped(contents: Contents, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def zipped_in_order(*files: tuple[str, bytes | str]) -> bytes:
    """An archive in which two files may have one name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there are two of one name
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def link(name: str, target: str) -> bytes:
    """An archive of one symbolic link."""
    out, info = io.BytesIO(), zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, target)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """The archive with all its files marked as encrypted."""
    place = data.find(b"PK\x01\x02")
    changed = bytearray(data)
    while place >= 0:
        changed[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 1)
    return bytes(changed)


def mail(
    subject: str = "Roof repairs", text: str = "The roof leaks.", files: Contents | None = None
) -> bytes:
    """A mail with these files attached; bytes that are a mail are attached as one where named `.eml`."""
    message = EmailMessage()
    message["From"], message["To"] = "Anna <anna@a.example>", "Ben <ben@b.example>"
    message["Date"], message["Subject"] = "Tue, 04 Mar 2025 18:12:37 +0000", subject
    message["Message-ID"] = f"<{len(text)}@a.example>"
    message.set_content(text)
    for name, content in (files or {}).items():
        data = content.encode() if isinstance(content, str) else content
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
