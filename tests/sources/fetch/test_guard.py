"""No address leads to a private network or to this machine: not by its spelling, its name, a redirect or a name that changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.sources.fetch import Failure, Fetched, Fetcher, Outcome, Settings
from sayso.sources.fetch.guard import what_private, written_out
from tests.site import Site

PUBLIC = Settings(delay=0, retries=0, robots=False, connecting=0.3)

PRIVATE = """
127.0.0.1 127.255.0.1 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1
198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.88.99.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1
fd00:ec2::254 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1
2002:7f00:1:: 2002:a00:1:: 2001:db8::1 2001:0:1::1 ::7f00:1 ::10.0.0.1 100::1 nonsense
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_none_of_the_public_network(address: str) -> None:
    assert what_private(address) is not None


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is(address: str) -> None:
    assert what_private(address) is None


SPELT = [
    ("127.0.0.1", "127.0.0.1"),
    ("127.1", "127.0.0.1"),
    ("2130706433", "127.0.0.1"),
    ("0x7f000001", "127.0.0.1"),
    ("0x7f.0.0.1", "127.0.0.1"),
    ("017700000001", "127.0.0.1"),
    ("0177.0.0.1", "127.0.0.1"),
    ("[::1]", "::1"),
    ("[fe80::1%25eth0]", "fe80::1"),
    ("127.0.0.1.", "127.0.0.1"),
    ("localhost", "127.0.0.1"),
    ("LOCALHOST.", "127.0.0.1"),
    ("courier.localhost", "127.0.0.1"),
    ("courier.example", None),
    ("10.example", None),
]


@pytest.mark.parametrize(("host", "address"), SPELT)
def test_an_address_is_known_however_it_is_spelt(host: str, address: str | None) -> None:
    assert written_out(host) == address


def one(url: str, site: Site, settings: Settings = PUBLIC) -> Fetched:
    with Fetcher(settings, resolve=site.resolve) as fetcher:
        (found,) = fetcher.fetch([url])
    return found


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "017700000001", "[::1]", "[::ffff:127.0.0.1]", "localhost", "a.localhost"],
)
def test_no_spelling_leads_to_this_machine(site: Site, host: str) -> None:
    before = len(site.requests)
    found = one(f"http://{host}:{site.port}/flood", site)
    assert (found.failure, found.exchanges) == (Failure.REFUSED, ())
    assert "this machine itself" in (found.trouble or "")
    assert "--allow-private" in (found.trouble or "")
    assert len(site.requests) == before


def test_a_name_for_a_private_address_is_refused(site: Site) -> None:
    site.names["inside.example"] = ["10.1.2.3"]
    found = one(f"http://inside.example:{site.port}/flood", site)
    assert (found.failure, found.trouble) == (
        Failure.REFUSED,
        "inside.example (10.1.2.3) is an address of a private network, and is not asked; if you trust whoever gave you the "
        "address, add --allow-private",
    )


def test_an_unknown_name_is_said(site: Site) -> None:
    found = one("http://nobody.example/", site)
    assert (found.failure, found.trouble) == (
        Failure.NAME,
        "there is no host nobody.example (no address associated with nobody.example); check the address, or your connection",
    )


class Rebound:
    """A name server that says something else the second time it is asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return [self.answers[min(self.asked, len(self.answers)) - 1]]


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name means a public address when it is looked at, and this machine from then on: it is not looked up again."""
    import httpcore

    connected: list[str] = []

    async def connect(self: object, host: str, *_: object, **__: object) -> object:
        connected.append(host)
        raise httpcore.ConnectError("nothing is there")

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    rebound = Rebound("93.184.216.34", "127.0.0.1")
    with Fetcher(PUBLIC, resolve=rebound) as fetcher:
        (first,) = fetcher.fetch([f"http://rebound.example:{site.port}/flood"])
        (second,) = fetcher.fetch([f"http://rebound.example:{site.port}/flood"])
    assert (first.failure, second.failure) == (Failure.CONNECTION, Failure.REFUSED)
    assert (connected, rebound.asked) == (["93.184.216.34"], 2)


def as_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes 127.0.0.1, where the site is, for an address of the public network."""
    import sayso.sources.fetch.guard as guard

    private = guard.what_private
    monkeypatch.setattr(guard, "what_private", lambda address: None if address == "127.0.0.1" else private(address))


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.7/", "http://[fe80::1]/", "http://169.254.169.254/latest", "http://0x0a000007/", "http://in.example/"],
)
def test_a_redirect_leads_no_further_in_than_an_address(site: Site, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    as_public(monkeypatch)
    site.names["courier.example"] = ["127.0.0.1"]
    site.names["in.example"] = ["192.168.7.7"]
    found = one(f"http://courier.example:{site.port}/leads?to={target}", site)
    assert (found.outcome, found.failure, [e.status for e in found.exchanges]) == (Outcome.FAILED, Failure.REFUSED, [302])


def test_of_several_addresses_only_the_public_are_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    as_public(monkeypatch)

    async def both(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "127.0.0.1"]

    with Fetcher(PUBLIC, resolve=both) as fetcher:
        (found,) = fetcher.fetch([f"http://both.example:{site.port}/flood"])
    assert (found.outcome, found.exchanges[-1].address) == (Outcome.GOT, "127.0.0.1")


def test_through_a_proxy_addresses_that_are_written_out_are_refused(site: Site) -> None:
    proxied = replace(PUBLIC, proxy=f"http://127.0.0.1:{site.port}")
    inside = one("http://10.0.0.7/flood", site, proxied)
    assert inside.failure is Failure.REFUSED
    outside = one("http://courier.example/flood", site, proxied)  # the site answers as the proxy
    assert (outside.outcome, outside.data is not None) == (Outcome.GOT, True)


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "[::ffff:169.254.169.254]", "2852039166", "[fe80::1]", "[fd00:ec2::254]", "100.100.100.200"],
)
def test_where_machines_keep_their_secrets_is_never_asked(site: Site, host: str) -> None:
    found = one(f"http://{host}/latest/meta-data", site, replace(PUBLIC, allow_private=True))
    assert (found.failure, found.exchanges) == (Failure.REFUSED, ())
    assert "is never asked; check the address" in (found.trouble or "")
