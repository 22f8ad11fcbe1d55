#!/usr/bin/env python3
"""Measures altto beside nginx: the same bytes, one core each for the server and for the load, alternated, with nginx measured twice in every
round so that the noise of the machine stands beside each figure. See bench/bench.sh.
"""
import argparse, datetime, os, pathlib, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
SERVER_CORE, LOAD_CORE = "0", "1"
NGINX = """
worker_processes 1; daemon off; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on; default_type text/html;
  open_file_cache max=1000 inactive=600s; open_file_cache_valid 600s;
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3; uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  server {{ listen 127.0.0.1:{port}; root {dir}/www; }} }}
"""


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(*words, **more):
    done = subprocess.run([str(w) for w in words], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(map(str, words))} failed:\n{done.stdout}")
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pinned(core, *words):
    return ["taskset", "-c", core, *map(str, words)]


class Http:
    """One connection that waits for each answer."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path, encoding="gzip"):
        """(status, body, seconds to the first byte)"""
        lines = f"Accept-Encoding: {encoding}\r\n" if encoding else ""
        begun = time.perf_counter()
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode())
        data = self.socket.recv(65536)
        first = time.perf_counter() - begun
        while b"\r\n\r\n" not in data:
            data += self.part()
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)\r\ncontent-length: (\d+)", head)[1])
        while len(body) < length:
            body += self.part()
        return int(head[9:12]), body, first

    def part(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("closed before the answer was whole")
        return data


class Server:
    def __init__(self, words, port, pid_of=lambda process: process.pid):
        self.port = port
        self.process = subprocess.Popen(pinned(SERVER_CORE, *words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait()
        self.pid = pid_of(self.process)

    def wait(self):
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process.poll() is not None:
                sys.exit(f"bench: {self.process.args[3]} ended at once with {self.process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.002)
        sys.exit("bench: a server did not begin to answer within 30 s")

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.pid}/status").read_text())[1]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


class Bench:
    def __init__(self, options, folder):
        self.options, self.dir, self.rows, self.bad, self.servers = options, folder, [], [], []
        self.rounds = 3 if options.smoke else 9
        self.seconds = 1 if options.smoke else 3
        self.few, self.many = (30, 300) if options.smoke else (100, 10000)

    # ── what is served ──
    def data(self, pieces):
        say(f"making a site of {pieces} pieces")
        content, data = self.dir / f"content-{pieces}", self.dir / f"data-{pieces}"
        run(sys.executable, ROOT / "bench/make_content.py", content, "--pieces", pieces)
        run(self.options.altto, "init", "--data", data, "--content", content)
        shutil.rmtree(content)
        return data

    def altto(self, data, *more):
        port = free_port()
        if self.options.cache_mb and not more:
            more = ("--server-cache-mb", self.options.cache_mb)
        server = Server([self.options.altto, "serve", "--data", data, "--listen", f"127.0.0.1:{port}", *more], port)
        self.servers.append(server)
        return server

    def nginx(self):
        port, folder = free_port(), self.dir / "nginx"
        (folder / "www").mkdir(parents=True)
        (folder / "conf").write_text(NGINX.format(dir=folder, port=port))
        os.chmod(self.dir, 0o755)
        worker = lambda process: int(pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
        server = Server(["nginx", "-c", folder / "conf", "-e", folder / "error.log"], port, worker)
        self.servers.append(server)
        return server

    def addresses(self, server):
        _, body, _ = Http(server.port).get("/sitemap.xml", encoding=None)
        return re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", body.decode())

    def pages(self, addresses):
        """Lessons and posts of the made pieces."""
        return [a for a in addresses if re.match(r"/(learn/course-\d+/lesson|blog/post)-", a)]

    # ── load ──
    def alternate(self, loads):
        """One round: each load in turn for a second, several times over, so that a disturbance of the machine meets all of them."""
        sums = [{"requests": 0, "cpu": 0.0, "seconds": 0.0} for _ in loads]
        for _ in range(self.seconds):
            for total, load in zip(sums, loads):
                for key, value in self.wrk(*load).items():
                    total[key] += value
        return [{"per_cpu": s["requests"] / max(s["cpu"], 1 / TICK), "per_second": s["requests"] / s["seconds"]} for s in sums]

    def wrk(self, server, path="/", script=None, names=None, cookie=None):
        words = pinned(LOAD_CORE, "wrk", "-t1", "-c32", "-d1", "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{server.port}{path}")
        if cookie:
            words[4:4] = ["-H", f"Cookie: {cookie}"]
        if script:
            words += ["-s", str(script), "--", str(names)]
        begun = server.cpu()
        out = run(*words)
        spent = server.cpu() - begun
        if re.search("Non-2xx|Socket errors", out):
            sys.exit(f"bench: answers were wrong\n{out}")
        found = re.search(r"(\d+) requests in ([\d.]+)(ms|s)", out)
        return {"requests": int(found[1]), "cpu": spent, "seconds": float(found[2]) / (1000 if found[3] == "ms" else 1)}

    def p99(self, server, path):
        log = self.dir / "h2load.log"
        log.unlink(missing_ok=True)
        seconds, clients = (2, 10) if self.options.smoke else (5, 50)
        run(*pinned(LOAD_CORE, "h2load", "--h1", f"-c{clients}", f"--rps={5000 // clients}", f"-D{seconds}", "-H", "accept-encoding: gzip", f"--log-file={log}",
                    f"http://127.0.0.1:{server.port}{path}"))
        times = []
        for line in log.read_text().splitlines():
            _, status, micros = line.split("\t")
            if status != "200":
                sys.exit(f"bench: h2load got {status}")
            times.append(int(micros) / 1000)
        times.sort()
        return times[int(len(times) * 0.99)]

    # ── figures ──
    def row(self, what, figure, wanted, held):
        self.rows.append((what, figure, wanted, "yes" if held else "**no**" if held is False else "–"))
        say(f"{what}: {figure}")
        if held is False:
            self.bad.append(what)

    def measure(self):
        few = self.altto(self.data(self.few))
        pages_few = self.pages(self.addresses(few))
        page = next(p for p in pages_few if "/lesson-" in p)
        self.beside_nginx(few, page)
        self.signed_in(few, page)
        self.idle_connections(few, page)
        many_data = self.data(self.many)
        self.starts(many_data)
        many = self.altto(many_data)
        self.memory(many)
        pages_many = self.pages(self.addresses(many))
        # What is read a lot fits in memory whatever the size of the site; reading every page of a large site evenly need not.
        busy = pages_many[:: max(1, len(pages_many) // len(pages_few))][: len(pages_few)]
        self.many_pieces(few, many, pages_few, busy, f"throughput of {len(busy):,} busy pages of {self.many:,} pieces, of that of {self.few:,} pieces", must_hold=True)
        self.many_pieces(few, many, pages_few, pages_many, f"the same over all {len(pages_many):,} pages evenly", must_hold=False)
        many.stop()
        self.never_cached(many_data)
        self.people()

    def beside_nginx(self, altto, page):
        http = Http(altto.port)
        for _ in range(5):
            _, zipped, _ = http.get(page)
        _, plain, _ = http.get(page, encoding=None)
        nginx = self.nginx()
        (self.dir / "nginx/www/page").write_bytes(plain)
        (self.dir / "nginx/www/page.gz").write_bytes(zipped)
        assert Http(nginx.port).get("/page")[1] == zipped, "nginx must send the same bytes"
        time.sleep(1)
        size = f"{len(plain):,} bytes, {len(zipped):,} as gzip"
        say(f"lesson page: {size}")
        first, ours, second, p99s = [], [], [], {"altto": [], "nginx": []}
        for number in range(self.rounds):
            for results, result in zip((first, ours, second), self.alternate([(nginx, "/page"), (altto, page), (nginx, "/page")])):
                results.append(result)
            say(f"round {number + 1}: nginx {first[-1]['per_cpu']:,.0f}, altto {ours[-1]['per_cpu']:,.0f}, nginx {second[-1]['per_cpu']:,.0f} requests per CPU second")
        ratios = [o["per_cpu"] / ((a["per_cpu"] + b["per_cpu"]) / 2) for a, o, b in zip(first, ours, second)]
        controls = [b["per_cpu"] / a["per_cpu"] for a, b in zip(first, second)]
        ratio, control, spread = statistics.median(ratios), statistics.median(controls), spread_of(controls)
        quiet = abs(control - 1) < 0.1 and spread < 0.1
        cost = lambda rounds: 1e6 / statistics.median(r["per_cpu"] for r in rounds)
        floor = 0.5 if self.options.smoke else 0.95
        self.row(f"cached lesson ({size}), requests per CPU second, of nginx", f"{ratio:.2f} ({cost(ours):.1f} µs beside {cost(first + second):.1f} µs each; rounds {min(ratios):.2f}–{max(ratios):.2f})",
                 "≥ 1.0 (a median ≥ 0.95)" if not self.options.smoke else "≥ 0.5", ratio >= floor)
        self.row("nginx against nginx in the same rounds", f"{control:.2f} (half of the rounds within ± {spread * 100:.0f} %, all {min(controls):.2f}–{max(controls):.2f})", "within 10 %",
                 None if self.options.smoke else quiet)
        rate = lambda rounds: statistics.median(r["per_second"] for r in rounds)
        self.row("the same, requests per second of one core", f"{rate(ours):,.0f} beside {rate(first + second):,.0f}", "–", None)
        for _ in range(1 if self.options.smoke else 5):
            p99s["nginx"].append(self.p99(nginx, "/page"))
            p99s["altto"].append(self.p99(altto, page))
        a, n = statistics.median(p99s["altto"]), statistics.median(p99s["nginx"])
        self.row("p99 at 5,000 requests a second", f"{a:.2f} ms, nginx {n:.2f} ms", "≤ nginx + 1 ms", None if self.options.smoke else a <= n + 1)
        nginx.stop()

    def signed_in(self, altto, page):
        """Somebody with a session reads the same page from memory: nothing on it differs from person to person."""
        def user(*words):
            return run(self.options.altto, "user", *words, "--data", self.dir / f"data-{self.few}", "--server-listen", f"127.0.0.1:{altto.port}")

        def post(path):
            client = socket.create_connection(("127.0.0.1", altto.port), timeout=30)
            client.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n".encode())
            return client.recv(65536)

        post(re.search(r"/task/[0-9a-f]+", user("invite", "Bench", "bench@example.org", "trainer"))[0])
        found = re.search(rb"(?i)set-cookie: (session=[0-9a-f]+)", post(re.search(r"/sign-in/link/[0-9a-f]+", user("link", "bench@example.org"))[0]))
        if not found:
            sys.exit("bench: signing in by the link set no session")
        cookie = found[1].decode()
        ratios = []
        for _ in range(self.rounds):
            alone, signed = self.alternate([(altto, page), (altto, page, None, None, cookie)])
            ratios.append(signed["per_cpu"] / alone["per_cpu"])
        ratio = statistics.median(ratios)
        self.row("lesson page for somebody signed in, requests per CPU second, of the same without a session", f"{ratio:.2f} (rounds {min(ratios):.2f}–{max(ratios):.2f})", "≥ 0.9", ratio >= (0.5 if self.options.smoke else 0.9))

    def people(self):
        folder, program = self.dir / "people", self.options.altto.parent / "src/people/people_bench"
        folder.mkdir()
        count = 2000 if self.options.smoke else 100000
        say(f"a site of {count:,} people")
        found = dict(line.split() for line in subprocess.run(pinned(SERVER_CORE, program, folder, count, self.rounds), text=True, stdout=subprocess.PIPE, check=True).stdout.splitlines())
        check, ask, redeem = (float(found[key]) for key in ("session_check_ms", "ask_for_link_of_yardstick", "sign_in_by_link_of_yardstick"))
        self.row(f"session check among {count:,} people", f"{check:.3f} ms", "≤ 0.1 ms", check <= (1 if self.options.smoke else 0.1))
        self.row("signing in by link, writes per second, of the smallest write (begin immediate; update; commit)", f"{redeem:.2f} (asking for the link {ask:.2f})", "≥ 0.3", redeem >= (0.05 if self.options.smoke else 0.3))

    def idle_connections(self, altto, page):
        before = altto.memory()
        connections = []
        for _ in range(1000):
            connections.append(Http(altto.port))
            connections[-1].get(page)
        after = altto.memory()
        self.row("1,000 idle connections", f"{after - before:.1f} MB", "≤ 20 MB", after - before <= 20)

    def starts(self, data):
        times = []
        for _ in range(3 if self.options.smoke else 7):
            port, begun = free_port(), time.monotonic()
            process = subprocess.Popen(pinned(SERVER_CORE, self.options.altto, "serve", "--data", data, "--listen", f"127.0.0.1:{port}"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while True:
                try:
                    status, _, _ = Http(port).get("/")
                    break
                except OSError:
                    time.sleep(0.001)
                    if time.monotonic() - begun > 20:
                        sys.exit("bench: no first answer within 20 s")
            times.append(time.monotonic() - begun)
            process.terminate()
            process.wait(30)
        median = statistics.median(times)
        self.row(f"start to first answer, {self.many:,} pieces", f"{median:.3f} s", "≤ 0.3 s", median <= (2 if self.options.smoke else 0.3))

    def memory(self, altto):
        http, addresses = Http(altto.port), self.addresses(altto)
        begun, zipped = time.monotonic(), 0
        for address in addresses:
            status, body, _ = http.get(address)
            zipped += len(body)
            if status != 200:
                self.bad.append(f"{address} answered {status}")
        say(f"{len(addresses):,} addresses served in {time.monotonic() - begun:.0f} s, {zipped / len(addresses):,.0f} bytes each as gzip")
        megabytes = altto.memory()
        self.row(f"resident memory with {self.many:,} pieces after all {len(addresses):,} addresses were served ({zipped / len(addresses) / 1000:.1f} kB of gzip each)", f"{megabytes:.0f} MB", "≤ 80 MB",
                 megabytes <= 80)

    def many_pieces(self, few, many, pages_few, pages_many, what, must_hold):
        script = self.dir / "pages.lua"
        script.write_text("""
local paths = {}
function init(words)
  for line in io.lines(words[1]) do paths[#paths + 1] = wrk.format("GET", line) end
  math.randomseed(7)
end
function request() return paths[math.random(#paths)] end
""")
        results = {}
        for server, pages, key in ((few, pages_few, "few"), (many, pages_many, "many")):
            names = self.dir / f"{key}.txt"
            names.write_text("\n".join(pages) + "\n")
            http = Http(server.port)
            for path in pages:
                http.get(path)
            results[key] = (server, names, [])
        for _ in range(self.rounds):
            loads = [(server, "/", script, names) for server, names, _ in results.values()]
            for (_, _, out), result in zip(results.values(), self.alternate(loads)):
                out.append(result)
        ratios = [m["per_cpu"] / f["per_cpu"] for f, m in zip(results["few"][2], results["many"][2])]
        ratio = statistics.median(ratios)
        rate = lambda key: statistics.median(r["per_second"] for r in results[key][2])
        self.row(what, f"{ratio:.2f} per CPU second ({rate('many'):,.0f} and {rate('few'):,.0f} requests a second)", "≥ 0.95" if must_hold else "–",
                 ratio >= (0.3 if self.options.smoke else 0.95) if must_hold else None)
        say(f"memory after that: {many.memory():.0f} MB")

    def never_cached(self, data):
        server = self.altto(data, "--server-cache-mb", "0")
        http, times = Http(server.port), []
        pages = [p for p in self.pages(self.addresses(server)) if "/lesson-" in p]
        pages = [pages[i * len(pages) // 400] for i in range(min(400, len(pages)))]
        for path in pages[:20]:
            http.get(path)
        for path in pages:
            status, _, first = http.get(path)
            if status != 200:
                sys.exit(f"bench: {path} answered {status}")
            times.append(first * 1000)
        times.sort()
        median = statistics.median(times)
        self.row("never-cached lesson, request sent to first byte, gzip", f"{median:.2f} ms median, {times[int(len(times) * 0.99)]:.2f} ms p99", "≤ 2 ms median", median <= (20 if self.options.smoke else 2))

    def report(self):
        commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], text=True, stdout=subprocess.PIPE).stdout.strip() or "unknown"
        print(f"\n### Speed and size, commit {commit}, {datetime.date.today()}\n")
        if self.options.cache_mb:
            print(f"With server.cache_mb = {self.options.cache_mb}.\n")
        print(f"{'Smoke run: few rounds, small site. ' if self.options.smoke else ''}{self.rounds} rounds of {self.seconds} alternated seconds each; one core for the server, one for the load.\n")
        print("| | measured | wanted | held |\n|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")
        print()
        print(f"bench: {'not held: ' + '; '.join(self.bad) if self.bad else 'everything held'}")


def spread_of(values):
    """How far half of the values lie from their median, as a part of it."""
    middle = statistics.median(values)
    return statistics.median(abs(v - middle) for v in values) / middle


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--altto", type=pathlib.Path, default=ROOT / "build/release/altto")
    parser.add_argument("--cache-mb", type=int, help="another size of the page cache than the program's own")
    options = parser.parse_args()
    for program in ("nginx", "wrk", "h2load", "taskset"):
        if not shutil.which(program):
            sys.exit(f"bench: {program} is missing; `make setup` installs it")
    if not options.altto.is_file():
        sys.exit(f"bench: {options.altto} is missing; build the preset release first")
    options.altto = options.altto.resolve()
    with tempfile.TemporaryDirectory(prefix="altto-bench-") as folder:
        bench = Bench(options, pathlib.Path(folder))
        try:
            bench.measure()
        finally:
            for server in bench.servers:
                if server.process.poll() is None:
                    server.process.kill()
                    server.process.wait()
        bench.report()
    sys.exit(1 if bench.bad else 0)


if __name__ == "__main__":
    main()
