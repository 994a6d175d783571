"""The address of a PostgreSQL database: whether it is one, and how it may be shown."""

from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from documents.errors import BadValue

SCHEMES = ("postgresql", "postgres")
SECRET = ("password", "sslpassword", "passfile")  # parameters behind the `?`
EXAMPLE = "Give an address such as postgresql://me:PASSWORD@127.0.0.1:5432/library."


def is_postgres(library: str) -> bool:
    """Whether the setting `library` is the address of a PostgreSQL database."""
    return library.partition("://")[0] in SCHEMES and "://" in library


def check_address(library: str) -> None:
    """Nothing for an address that can be tried; raises BadValue, which does not repeat a password."""
    try:
        parts = urlsplit(library)
        ports = [urlsplit(f"//{host}").port for host in parts.netloc.rpartition("@")[2].split(",")]
        name = unquote(parts.path.strip("/"))
    except ValueError:
        raise BadValue("The library's address cannot be read.", EXAMPLE) from None
    if parts.scheme not in SCHEMES:
        raise BadValue(
            "The library's address does not begin with postgresql://.", f"{EXAMPLE} Or set it to embedded."
        )
    if _is_misread(parts):
        raise BadValue(
            "The library's address has an @ behind its host.",
            "In a name, a password or a parameter write @ as %40, / as %2F, ? as %3F and # as %23.",
        )
    if not name or "/" in name:
        raise BadValue("The library's address names no database.", EXAMPLE)
    if 0 in ports:
        raise BadValue("The library's address has no port that can be tried.", EXAMPLE)


def displayed_address(library: str) -> str:
    """The address as it may be printed: without a password; "embedded" stays as it is.

    >>> displayed_address("postgresql://me:secret@db.example:5432/library?sslmode=require&sslpassword=x")
    'postgresql://me@db.example:5432/library?sslmode=require'
    """
    if "://" not in library:
        return library
    scheme, _, rest = library.partition("://")
    try:
        parts = urlsplit(library)
        user = unquote(parts.username or "")
        misread = _is_misread(parts)
    except ValueError:
        misread = True
    if misread:
        return f"{scheme}://…{rest.rpartition('@')[2]}" if "@" in rest else f"{scheme}://…"
    host = parts.netloc.rpartition("@")[2]
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0].lower() not in SECRET])
    return urlunsplit((scheme, f"{quote(user)}@{host}" if user else host, parts.path, query, ""))


def _is_misread(parts: SplitResult) -> bool:
    """Whether a sign in the password may have been taken for the end of the host: the rest is behind it."""
    return any("@" in part for part in (parts.path, parts.query, parts.fragment))
