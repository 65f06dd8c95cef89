"""A real Prometheus on loopback that holds a history of known numbers."""

import socket
import subprocess
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(case, prometheus, promtool, folder, history):
    """Starts a server whose data is `history`, text of OpenMetrics, and returns its address. It ends
    with the test class `case`."""
    (folder / "history").write_text(history)
    subprocess.run([promtool, "tsdb", "create-blocks-from", "openmetrics", str(folder / "history"),
                    str(folder / "data")], check=True, capture_output=True, timeout=120)
    (folder / "config.yml").write_text("global: {scrape_interval: 1h}\n")
    port = free_port()
    log = (folder / "log").open("w")
    case.addClassCleanup(log.close)
    server = subprocess.Popen(
        [prometheus, f"--config.file={folder}/config.yml", f"--storage.tsdb.path={folder}/data",
         "--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{port}"],
        stdout=log, stderr=log)
    case.addClassCleanup(server.wait, 30)
    case.addClassCleanup(server.terminate)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            with urllib.request.urlopen(url + "/-/ready", timeout=5):
                return url
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())
