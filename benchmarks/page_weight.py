"""Bytes and requests of the first report page in Chromium, up to the sealed report sent.

Bytes are what came over the wire, compressed, with headers, as Chromium counts them. `first_*` is
the page as it opens; the rest is what the lazily loaded sealing code and the sending add.
"""

from __future__ import annotations

from browser import chromium, write_report
from demo_server import demo_server
from measure import show, wants_json

MOST_FIRST, MOST_BYTES, MOST_REQUESTS = 60_000, 110_000, 12


def main() -> None:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    with demo_server() as port, chromium() as browser:
        page = browser.new_page()
        sizes: dict[str, int] = {}
        addresses: dict[str, str] = {}
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on(
            "Network.requestWillBeSent",
            lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
        )
        network.on(
            "Network.loadingFinished",
            lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
        )
        page.goto(f"http://127.0.0.1:{port}/report/", wait_until="networkidle")
        first_bytes, first_requests = sum(sizes.values()), len(sizes)
        write_report(page)
        page.wait_for_load_state("networkidle")
    total = sum(sizes.values())
    files = {
        addresses[request].partition(f":{port}")[2]: size
        for request, size in sorted(sizes.items(), key=lambda item: -item[1])
    }
    show(
        {
            "bytes": total,
            "requests": len(sizes),
            "first_bytes": first_bytes,
            "first_requests": first_requests,
            "bytes_to_limit": total / MOST_BYTES,
            "requests_to_limit": len(sizes) / MOST_REQUESTS,
            "first_bytes_to_limit": first_bytes / MOST_FIRST,
            "files": files,
        },
        as_json=as_json,
    )


if __name__ == "__main__":
    main()
