"""Who has given the password: a signed session in a cookie; and who has given a wrong one too often."""

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable

SESSION_SECONDS = 30 * 24 * 3600  # a login is good for so long
TRIES = 10  # wrong passwords of one address within WINDOW; then it waits
WINDOW = 600.0  # seconds
REMEMBERED = 10_000  # addresses; the one longest unheard of is forgotten first
Clock = Callable[[], float]  # seconds


class SessionCookies:
    """Sessions of those who know the password. Another password makes all of them worthless.

    The key comes from the password alone, so that two pages with one password take each other's sessions.
    """

    def __init__(self, password: str, clock: Clock = time.time) -> None:
        self._digest = _digest(password)
        # Slow on purpose: who gets hold of a session cookie must not guess the password by it.
        self._key = hashlib.scrypt(password.encode(), salt=b"footnote ticket", n=2**14, r=8, p=1)
        self._clock = clock

    def opens(self, password: str) -> bool:
        """Whether it is the password; takes the same time whatever is wrong with it."""
        return hmac.compare_digest(_digest(password), self._digest)

    def issue(self) -> str:
        """A new session: when it ends, a random part, and the signature of both."""
        payload = f"{int(self._clock()) + SESSION_SECONDS}.{secrets.token_urlsafe(12)}"
        return f"{payload}.{self._sign(payload)}"

    def valid(self, session: str) -> bool:
        """Whether it is one of ours that has not ended."""
        payload, _, signature = session.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(payload).encode()):
            return False
        return int(payload.partition(".")[0]) > self._clock()

    def _sign(self, payload: str) -> str:
        return hmac.new(self._key, payload.encode(), hashlib.sha256).hexdigest()


class LoginFailures:
    """Counts the wrong passwords of each address; of IPv6, of each network of a household (/64)."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """The seconds until this address may try again; 0 where it may now."""
        tries = self._tries.get(_household(address), deque())
        now = self._clock()
        while tries and tries[0] <= now - WINDOW:
            tries.popleft()
        return tries[0] + WINDOW - now if len(tries) >= TRIES else 0.0

    def note(self, address: str) -> None:
        """Counts one."""
        place = _household(address)
        self._tries.setdefault(place, deque(maxlen=TRIES)).append(self._clock())
        self._tries.move_to_end(place)
        while len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _household(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False))
