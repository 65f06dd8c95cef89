#!/usr/bin/env python3
"""Asks a real Prometheus on loopback, whose history is made by promtool, and servers that fail."""

import http.server
import json
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

import prometheus_fixture
from prometheus_fixture import free_port

prometheus, promtool, check = sys.argv[1:4]

DAY = 86400
END = 1_700_006_400  # a whole minute, long ago
STEP = 60


def history():
    """Three days, a point a minute: two processes, one of which restarts and one that comes late."""
    labels = 'pool="net.packets",kind="sharded_pool",type="Packet",site="src/net.cc:12"'
    start = END - 3 * DAY
    lines = ["# TYPE pool_gets counter", "# HELP pool_gets Objects taken."]
    hits = {"a:1": 0.0, "b:1": 0.0}
    created = 0.0
    series = {"local": [], "created": [], "b": []}
    for at in range(start, END + 1, STEP):
        if at == END - DAY:
            hits["a:1"] = created = 0  # restarted
        rate = 50 if at % (DAY // 2) else 500  # a peak twice a day
        hits["a:1"] += rate * STEP * 0.8
        created += rate * STEP * 0.2
        series["local"].append((hits["a:1"], at))
        series["created"].append((created, at))
        if at >= END - DAY:
            hits["b:1"] += 25 * STEP
            series["b"].append((hits["b:1"], at))
    for value, at in series["local"]:
        lines.append(f'pool_gets_total{{{labels},instance="a:1",result="local"}} {value} {at}')
    for value, at in series["created"]:
        lines.append(f'pool_gets_total{{{labels},instance="a:1",result="created"}} {value} {at}')
    for value, at in series["b"]:
        lines.append(f'pool_gets_total{{{labels},instance="b:1",result="local"}} {value} {at}')
    lines.append("# TYPE pool_build_info gauge")
    for at in range(start, END + 1, STEP):
        lines.append(f'pool_build_info{{instance="a:1",build_id="0a",revision="r1"}} 1 {at}')
    return "\n".join(lines) + "\n# EOF\n"


def ask(url, *words):
    run = subprocess.run([check, url, *words], capture_output=True, text=True, check=False,
                         timeout=120)
    return run.returncode, run.stdout


class AgainstPrometheus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.url = prometheus_fixture.start(cls, prometheus, promtool, cls.folder, history())

    def pool(self, *words):
        code, out = ask(self.url, f"end={END}", *words)
        self.assertEqual(code, 0, out)
        pools = json.loads(out)["pools"]
        self.assertEqual(len(pools), 1, out)
        return pools[0]

    def test_rates_of_a_known_history(self):
        pool = self.pool(f"window={3 * DAY}", f"step={STEP}")
        self.assertEqual((pool["pool"], pool["site"]), ("net.packets", "src/net.cc:12"))
        self.assertAlmostEqual(pool["peak"], 500, places=6)
        self.assertAlmostEqual(pool["p99"], 50, places=6)
        self.assertAlmostEqual(pool["fleet_peak"], 525, places=6)
        self.assertEqual(pool["resets"], 1)
        self.assertEqual(pool["window"], 3 * DAY)
        self.assertEqual(pool["covered"], 3 * DAY)
        self.assertEqual(pool["instances"], [["a:1", "r1"], ["b:1", ""]])
        self.assertEqual(pool["points"], 3 * DAY // STEP + 1 + DAY // STEP + 1)

    def test_pages_come_to_the_same(self):
        # At one point each second there are 26 pages of 10,000.
        whole = self.pool(f"window={3 * DAY}", "step=20")
        self.assertEqual(whole["window"], 3 * DAY)
        self.assertEqual(whole["resets"], 1)
        self.assertAlmostEqual(whole["gets"], self.pool(f"window={3 * DAY}", "step=60")["gets"],
                               delta=500 * 60)

    def test_a_window_before_everything_says_so(self):
        code, out = ask(self.url, f"end={END - 30 * DAY}", f"window={DAY}")
        self.assertEqual(code, 0, out)
        self.assertIn("no series of pool_gets_total", json.loads(out)["notes"][0])

    def test_selectors(self):
        pool = self.pool(f"window={DAY}", 'selector=instance="b:1"')
        self.assertEqual(pool["instances"], [["b:1", ""]])
        code, out = ask(self.url, 'selector=instance=')
        self.assertEqual(code, 1)
        self.assertIn("it answers 400: ", out)
        self.assertIn("parse error", out)

    def test_a_wrong_path(self):
        code, out = ask(self.url + "/nowhere")
        self.assertEqual(code, 1)
        self.assertIn("expected the address of a Prometheus server", out)

    # ---- through a proxy that misbehaves

    def proxy(self, answer, tls=None):
        upstream = self.url

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if answer(self):
                    return
                request = urllib.request.Request(upstream + self.path, body)
                with urllib.request.urlopen(request, timeout=30) as reply:
                    data = reply.read()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join, 10)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"{'https' if tls else 'http'}://localhost:{server.server_address[1]}"

    @staticmethod
    def refuse(handler, status, **headers):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    def test_what_passes_is_tried_again(self):
        seen = []

        def answer(handler):
            seen.append(1)
            return len(seen) < 3 and self.refuse(handler, 503)
        code, out = ask(self.proxy(answer), f"end={END}", f"window={DAY}")
        self.assertEqual(code, 0, out)
        self.assertEqual(len(seen), 5)  # three queries, two tries more

    def test_what_does_not_pass_ends_after_some_tries(self):
        seen = []

        def answer(handler):
            seen.append(1)
            return self.refuse(handler, 502)
        code, out = ask(self.proxy(answer), "tries=3")
        self.assertEqual((code, len(seen)), (1, 3))
        self.assertIn("it answers 502", out)

    def test_tokens_over_tls(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                        "-keyout", str(self.folder / "key"), "-out", str(self.folder / "cert")],
                       check=True, capture_output=True, timeout=60)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.folder / "cert", self.folder / "key")

        def answer(handler):
            return handler.headers.get("Authorization") != "Bearer s3cret" and \
                self.refuse(handler, 401)
        url = self.proxy(answer, tls)
        (self.folder / "token").write_text("  s3cret\n")
        (self.folder / "wrong").write_text("other")
        (self.folder / "empty").write_text("\n")
        trusted = (f"end={END}", f"window={DAY}", f"ca={self.folder}/cert")
        code, out = ask(url, *trusted, f"token={self.folder}/token")
        self.assertEqual(code, 0, out)
        for words, text in (((*trusted, f"token={self.folder}/wrong"), "--telemetry-token"),
                            (trusted, "it answers 401"),
                            ((*trusted, f"token={self.folder}/none"), "none"),
                            ((*trusted, f"token={self.folder}/empty"), "the file is empty"),
                            ((f"token={self.folder}/token",), "--telemetry-ca")):
            with self.subTest(words):
                code, out = ask(url, *words)
                self.assertEqual(code, 1, out)
                self.assertIn(text, out)

    def test_redirects_are_not_followed(self):
        def answer(handler):
            return self.refuse(handler, 302, Location=self.url)
        code, out = ask(self.proxy(answer))
        self.assertEqual(code, 1)
        self.assertIn("a redirect; give the address it leads to", out)

    def test_something_else_answers(self):
        def answer(handler):
            data = b"<html>welcome</html>"
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)
            return True
        code, out = ask(self.proxy(answer))
        self.assertEqual(code, 1)
        self.assertIn("none of Prometheus' HTTP API", out)

    def test_nobody_answers(self):
        code, out = ask(f"http://127.0.0.1:{free_port()}", "tries=2")
        self.assertEqual(code, 1)
        self.assertIn("is the server running", out)
        code, out = ask("ftp://127.0.0.1/x")
        self.assertEqual(code, 1)
        self.assertIn("expected an address with http:// or https://", out)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
