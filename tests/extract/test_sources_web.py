"""The connector against a server that misbehaves."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from expectations.catalogue import CatalogueError
from extract.landing import LandingStore
from extract.sources.web.connector import Collected, WebSource, watch
from extract.sources.web.fetch import Fetched, Fetcher
from extract.sources.web.inbox import as_source_files
from extract.sources.web.pages import read_detail, read_index
from extract.sources.web.policy import FILE_TYPES, WebPolicy
from extract.sources.web.robots import read_robots
from tests.extract.misbehaving_server import Site, cut, dripping, in_turn, self_signed, send, serving

PDF = b"%PDF-1.7 data"
POLICY = WebPolicy(
    allowed_hosts=frozenset({"127.0.0.1"}),
    agent="pmv-test/1 (+mailto:office@example.org)",
    delay_seconds=0,
    connect_seconds=1,
    read_seconds=0.3,
    total_seconds=0.4,
    max_bytes=100_000,
    attempts=3,
    backoff_seconds=0.01,
    max_wait_seconds=2,
    allow_http=True,
    allow_loopback=True,
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def send_pdf(request: BaseHTTPRequestHandler) -> None:
    send(request, 200, PDF, content_type="application/pdf")


def fetch(site: Site, path: str = "/a.pdf", policy: WebPolicy = POLICY) -> Fetched:
    with Fetcher(policy) as fetcher:
        return fetcher.get(site.base + path, FILE_TYPES)


def refusal(site: Site, path: str = "/a.pdf", policy: WebPolicy = POLICY) -> str:
    with pytest.raises(CatalogueError) as refused:
        fetch(site, path, policy)
    assert "…" not in str(refused.value), "a fact the sentence needs is missing"
    return refused.value.rule_id


def test_a_file_comes_with_its_address_time_and_headers_and_we_say_who_asks(site: Site) -> None:
    site.give("/a.pdf", PDF, "application/pdf", etag='"1"')
    fetched = fetch(site)
    assert (fetched.content, fetched.address, fetched.headers["etag"]) == (PDF, site.base + "/a.pdf", '"1"')
    assert dt.datetime.now(dt.UTC) - fetched.fetched_at < dt.timedelta(seconds=5)
    assert {headers["User-Agent"] for _, headers in site.asked} == {POLICY.agent}


def test_after_429_we_come_back_when_asked_to(site: Site) -> None:
    site.answers["/a.pdf"] = in_turn(
        lambda request: send(request, 429, retry_after="1"),
        send_pdf,
    )
    started = time.monotonic()
    assert fetch(site).content == PDF
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize("after", ["3600", format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))])
def test_a_429_that_asks_for_an_hour_is_left_to_the_next_run(site: Site, after: str) -> None:
    site.answers["/a.pdf"] = lambda request: send(request, 429, retry_after=after)
    assert refusal(site) == "web_status"
    assert site.paths() == ["/a.pdf"]


def test_two_server_errors_pass(site: Site) -> None:
    failing = lambda request: send(request, 500)  # noqa: E731
    site.answers["/a.pdf"] = in_turn(failing, failing, send_pdf)
    assert fetch(site).content == PDF


@pytest.mark.parametrize(("status", "requests"), [(500, 3), (404, 1), (403, 1), (410, 1)])
def test_only_transient_errors_are_tried_again(site: Site, status: int, requests: int) -> None:
    site.answers["/a.pdf"] = lambda request: send(request, status)
    assert refusal(site) == "web_status"
    assert len(site.paths()) == requests


def test_a_connection_cut_once_is_tried_again_and_cut_always_is_said(site: Site) -> None:
    site.answers["/a.pdf"] = in_turn(cut, send_pdf)
    assert fetch(site).content == PDF
    site.answers["/b.pdf"] = cut
    assert refusal(site, "/b.pdf") == "web_unreachable"


def test_silence_is_not_waited_for(site: Site) -> None:
    site.answers["/a.pdf"] = lambda _: time.sleep(0.6)
    assert refusal(site, policy=replace(POLICY, attempts=2)) == "web_too_slow"


def test_a_dripping_server_is_left_after_the_total_time(site: Site) -> None:
    site.answers["/a.pdf"] = dripping
    started = time.monotonic()
    assert refusal(site) == "web_too_slow"
    assert time.monotonic() - started < 2


def test_three_announced_gigabytes_are_not_begun(site: Site) -> None:
    def huge(request):
        request.send_response(200)
        request.send_header("Content-Type", "application/pdf")
        request.send_header("Content-Length", str(3 * 2**30))
        request.end_headers()

    site.answers["/a.pdf"] = huge
    assert refusal(site) == "web_too_large"


def test_unannounced_bytes_beyond_the_limit_stop_the_download(site: Site) -> None:
    def endless(request):
        request.send_response(200)
        request.send_header("Content-Type", "application/pdf")
        request.end_headers()
        for _ in range(1000):
            request.wfile.write(bytes(10_000))

    site.answers["/a.pdf"] = endless
    assert refusal(site) == "web_too_large"


def test_a_page_in_the_place_of_a_file_is_a_wrong_type(site: Site) -> None:
    site.give("/a.pdf", "<html>Maaf, terjadi galat</html>", "text/html")
    assert refusal(site) == "web_wrong_type"


def test_endless_redirects_end(site: Site) -> None:
    site.answers["/a.pdf"] = lambda request: send(request, 302, location="/a.pdf")
    assert refusal(site) == "web_redirects"
    assert len(site.paths()) == POLICY.max_redirects + 1


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/a", "https://example.com/a", "//example.com/a", "file:///etc/passwd"]
)
def test_a_redirect_to_another_host_is_not_followed(site: Site, target: str) -> None:
    site.answers["/a.pdf"] = lambda request: send(request, 302, location=target.format(port=site.base.rpartition(":")[2]))
    assert refusal(site) == "web_host_not_allowed"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1.evil.example/", "http://127.0.0.1@evil.example/", "http://evil.example\\@127.0.0.1/", "http://"]
)
def test_an_address_that_only_looks_allowed_is_not(address: str) -> None:
    with Fetcher(POLICY) as fetcher, pytest.raises(CatalogueError) as refused:
        fetcher.get(address, FILE_TYPES)
    assert refused.value.rule_id == "web_host_not_allowed"


def test_plain_http_and_private_machines_are_refused_unless_configured(site: Site) -> None:
    site.give("/a.pdf", PDF, "application/pdf")
    assert refusal(site, policy=replace(POLICY, allow_http=False)) == "web_host_not_allowed"
    assert refusal(site, policy=replace(POLICY, allow_loopback=False)) == "web_private_address"
    assert site.asked == []


def test_a_name_that_resolves_to_a_private_machine_is_refused(site: Site) -> None:
    policy = replace(POLICY, allowed_hosts=frozenset({"localhost"}), allow_loopback=False)
    with Fetcher(policy) as fetcher, pytest.raises(CatalogueError) as refused:
        fetcher.get(site.base.replace("127.0.0.1", "localhost"), FILE_TYPES)
    assert refused.value.rule_id == "web_private_address"


def test_a_certificate_nobody_vouches_for_is_refused_and_a_configured_one_accepted(tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    with serving(certificate, key) as site:
        site.give("/a.pdf", PDF, "application/pdf")
        assert refusal(site) == "web_certificate"
        assert site.asked == []
        assert fetch(site, policy=replace(POLICY, ca_bundle=str(certificate))).content == PDF


def test_robots_txt_is_obeyed_and_asked_for_once(site: Site) -> None:
    site.give("/robots.txt", "User-agent: *\nDisallow: /rahasia\n", "text/plain")
    site.give("/a.pdf", PDF, "application/pdf")
    with Fetcher(POLICY) as fetcher:
        assert fetcher.get(site.base + "/a.pdf", FILE_TYPES).content == PDF
        with pytest.raises(CatalogueError) as refused:
            fetcher.get(site.base + "/rahasia/a.pdf", FILE_TYPES)
    assert refused.value.rule_id == "web_robots"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a.pdf"]


def test_a_robots_txt_that_cannot_be_had_now_permits_nothing(site: Site) -> None:
    site.answers["/robots.txt"] = lambda request: send(request, 503)
    site.give("/a.pdf", PDF, "application/pdf")
    assert refusal(site) == "web_status"
    assert site.paths() == []


def test_the_pace_of_a_host_is_kept(site: Site) -> None:
    site.give("/robots.txt", "User-agent: pmv-test\nCrawl-delay: 0.3\n", "text/plain")
    site.give("/a.pdf", PDF, "application/pdf")
    with Fetcher(POLICY) as fetcher:
        started = time.monotonic()
        for _ in range(2):
            fetcher.get(site.base + "/a.pdf", FILE_TYPES)
    assert time.monotonic() - started >= 0.6


ROBOTS = """
User-agent: lain
Disallow: /

User-agent: *
Disallow: /unduh
Allow: /unduh/publik
Disallow: /*.pdf$
Disallow: /cari?
"""


@pytest.mark.parametrize("path", ["/a", "/unduh/publik/a.pdf", "/x.pdf?v=1", "/cari"])
def test_what_no_robots_rule_or_a_more_specific_one_allows_is_permitted(path: str) -> None:
    assert read_robots(ROBOTS, "pmv/1").permits(path)


@pytest.mark.parametrize("path", ["/unduh/a.pdf", "/x.pdf", "/cari?q=1"])
def test_what_a_robots_rule_disallows_is_not_permitted(path: str) -> None:
    assert not read_robots(ROBOTS, "pmv/1").permits(path)


def test_a_robots_group_that_names_us_replaces_the_one_for_all() -> None:
    assert not read_robots(ROBOTS, "Lain/2.0 (+https://example.org)").permits("/a")


INDEX = """<a href="/statistik-detail/data-periode-november-2023">Nov</a> <a href="/berita/1">x</a>
<a href="/statistik-detail/laporan-tahun-2024#lampiran">2024</a> <a href="?page=2">2</a> <a href="/lain?page=2">lain</a>"""
DETAIL = """<html><head><title>BP2MI</title><link rel="license" href="/lisensi"></head>
<body><nav><p>Menu</p></nav><h1> Laporan
2024 </h1><p>Jumlah penempatan 297.434.</p><p></p>Lampiran: <a href="/uploads/Laporan Tahunan 2024.PDF">Laporan</a>
<a href="/get/7">Unduh</a><a href="/kontak">Kontak</a>
<iframe src="/uploads/Laporan%20Tahunan%202024.PDF"></iframe></body></html>"""


def test_an_index_gives_detail_pages_and_further_index_pages_once() -> None:
    details, further = read_index(INDEX.encode(), "https://bp2mi.go.id/statistik", r"/statistik-detail/")
    assert details == [
        "https://bp2mi.go.id/statistik-detail/data-periode-november-2023",
        "https://bp2mi.go.id/statistik-detail/laporan-tahun-2024",
    ]
    assert further == ["https://bp2mi.go.id/statistik?page=2"]


def test_a_detail_page_gives_title_paragraphs_and_each_file_once() -> None:
    page = read_detail(DETAIL.encode(), "https://bp2mi.go.id/statistik-detail/x")
    assert (page.title, page.paragraphs) == ("Laporan 2024", ("Jumlah penempatan 297.434.",))
    assert [(file.address, file.label) for file in page.attachments] == [
        ("https://bp2mi.go.id/uploads/Laporan%20Tahunan%202024.PDF", "Laporan"),
        ("https://bp2mi.go.id/get/7", "Unduh"),
    ]
    assert page.licence == "https://bp2mi.go.id/lisensi"


class Office:
    """A site with a landing store, and what one visit found by path."""

    def __init__(self, site: Site, home: Path) -> None:
        self.site = site
        self.landing = LandingStore(home / "landing")
        self.memory = home / "web.json"
        self.source = WebSource((site.base + "/statistik",), "/statistik-detail/", "syarat BP2MI", POLICY)
        site.give("/statistik", '<a href="/statistik-detail/a">a</a><a href="/statistik-detail/b">b</a>')
        site.give("/statistik-detail/a", '<h1>A</h1><p>1.000</p>Lampiran <a href="/f/data a.pdf">Lampiran A</a>', etag='"p"')
        site.give("/statistik-detail/b", "<h1>B</h1><p>Lampiran:</p>")
        site.give("/f/data a.pdf", PDF, "application/pdf", etag='"1"')

    def visit(self) -> dict[str, Collected]:
        entries = watch(self.source, self.landing, self.memory)
        return {entry.address.removeprefix(self.site.base): entry for entry in entries}

    def statuses(self) -> dict[str, str]:
        return {path: entry.status for path, entry in self.visit().items()}


@pytest.fixture
def office(site: Site, tmp_path: Path) -> Office:
    return Office(site, tmp_path)


def test_a_first_visit_keeps_pages_and_files_with_their_origin(office: Office) -> None:
    found = office.visit()
    assert {path: (entry.kind, entry.status, entry.title) for path, entry in found.items()} == {
        "/statistik": ("index", "new", ""),
        "/statistik-detail/a": ("page", "new", "A"),
        "/f/data%20a.pdf": ("file", "new", "Lampiran A"),
        "/statistik-detail/b": ("page", "new", "B"),
    }
    file = found["/f/data%20a.pdf"]
    assert file.sha256 is not None
    assert office.landing.open(file.sha256) == PDF
    origin = next(origin for sha256, origin in office.landing.origins() if sha256 == file.sha256)
    assert origin.address == file.address
    assert (origin.details["etag"], origin.details["licence_note"]) == ('"1"', "syarat BP2MI")


def test_a_second_visit_asks_conditionally_and_finds_nothing_new(office: Office) -> None:
    office.visit()
    office.site.asked.clear()
    assert set(office.statuses().values()) == {"unchanged"}
    asked = dict(office.site.asked)
    assert (asked["/f/data a.pdf"]["If-None-Match"], asked["/statistik-detail/a"]["If-None-Match"]) == ('"1"', '"p"')


def test_a_file_changed_under_one_name_is_new_content_and_the_old_stays(office: Office) -> None:
    before = office.visit()["/f/data%20a.pdf"]
    office.site.give("/f/data a.pdf", PDF + b" restated", "application/pdf", etag='"2"')
    after = office.visit()["/f/data%20a.pdf"]
    assert (after.status, after.sha256 == before.sha256) == ("changed", False)
    assert office.landing.has(str(before.sha256))


def test_a_page_whose_frame_alone_changed_is_unchanged(office: Office) -> None:
    office.visit()
    office.site.give("/statistik-detail/b", "<meta name=token content=2><h1>B</h1><p>Lampiran:</p>")
    assert office.statuses()["/statistik-detail/b"] == "unchanged"


def test_a_new_link_on_an_index_page_is_found(office: Office) -> None:
    office.visit()
    office.site.give("/statistik", "".join(f'<a href="/statistik-detail/{name}">{name}</a>' for name in "abc"))
    office.site.give("/statistik-detail/c", "<h1>C</h1>")
    statuses = office.statuses()
    assert (statuses["/statistik"], statuses["/statistik-detail/c"]) == ("changed", "new")


def test_a_changed_table_on_a_page_is_a_change(office: Office) -> None:
    office.visit()
    office.site.give("/statistik-detail/b", "<h1>B</h1><p>Lampiran:</p><table><tr><td>297.434</td></tr></table>")
    assert office.statuses()["/statistik-detail/b"] == "changed"


def test_a_lost_memory_or_landing_costs_a_full_fetch_only(office: Office) -> None:
    office.visit()
    office.memory.write_text("{broken")
    assert set(office.statuses().values()) == {"new"}


def test_one_failing_file_is_one_entry_and_the_others_go_on(office: Office) -> None:
    office.site.give("/f/data a.pdf", "<html>galat</html>", "application/pdf")
    found = office.visit()
    problem = found["/f/data%20a.pdf"].problem
    assert problem is not None
    assert problem.rule_id == "web_wrong_type"
    assert found["/statistik-detail/b"].status == "new"


def test_an_unreachable_source_is_one_failed_entry(office: Office) -> None:
    office.source = replace(office.source, index_addresses=("http://127.0.0.1:9/statistik",))
    entries = watch(office.source, office.landing, office.memory)
    assert [(entry.status, entry.problem.rule_id) for entry in entries if entry.problem] == [("failed", "web_unreachable")]


def test_a_folder_listing_is_walked_and_its_files_are_an_inbox(site: Site, tmp_path: Path) -> None:
    site.give("/inbox/", '<a href="../">..</a><a href="paringan/">paringan/</a><a href="b.csv">b.csv</a>')
    site.give("/inbox/paringan/", '<a href="/inbox/">up</a><a href="data%20pmi.csv">data pmi.csv</a><a href="hilang.csv">x</a>')
    site.give("/inbox/b.csv", b"a;b\n", "text/csv", last_modified="Tue, 03 Nov 2026 07:00:00 GMT")
    site.give("/inbox/paringan/data pmi.csv", b"c;d\n", "text/csv", last_modified="Mon, 02 Nov 2026 07:00:00 GMT")
    source = WebSource((site.base + "/inbox/",), "^$", "kiriman desa", POLICY)
    landing = LandingStore(tmp_path)
    files = as_source_files(watch(source, landing, tmp_path / "web.json"), source, landing)
    assert [file.relative_path for file in files] == ["paringan/hilang.csv", "paringan/data pmi.csv", "b.csv"]
    assert [file.open() for file in files[1:]] == [b"c;d\n", b"a;b\n"]
    assert (files[2].name, files[2].modified_at) == ("b.csv", dt.datetime(2026, 11, 3, 7, tzinfo=dt.UTC))
    with pytest.raises(CatalogueError):
        files[0].open()


def test_the_address_of_a_single_file_is_taken_as_that_file(site: Site, tmp_path: Path) -> None:
    site.give("/f/a.pdf", PDF, "application/pdf", etag='"1"')
    source = WebSource((site.base + "/f/a.pdf",), "^$", "", POLICY)
    for status in ("new", "unchanged"):
        entries = watch(source, LandingStore(tmp_path), tmp_path / "web.json")
        assert [(entry.kind, entry.status) for entry in entries] == [("file", status)]


def test_links_of_a_page_count_from_where_its_redirect_ended(site: Site, tmp_path: Path) -> None:
    site.answers["/statistik"] = lambda request: send(request, 301, location="/id/statistik/")
    site.give("/id/statistik/", '<a href="detail/a">a</a>')
    site.give("/id/statistik/detail/a", "<h1>A</h1>")
    source = WebSource((site.base + "/statistik",), "/detail/", "", POLICY)
    entries = watch(source, LandingStore(tmp_path), tmp_path / "web.json")
    assert [entry.address.removeprefix(site.base) for entry in entries] == ["/id/statistik/", "/id/statistik/detail/a"]
