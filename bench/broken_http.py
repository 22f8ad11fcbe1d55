#!/usr/bin/env python3
"""Broken HTTP of many kinds against a running server, beside readers who must be served as if nothing happened.

    bench/broken_http.py PORT [--seconds 60] [--page /PATH ...] [--readers 3] [--head-deadline 10] [--body-deadline 30] [--seed N]

Everything stays on the loopback address and ends after the given time. Exit code 1 if a reader was not served rightly, or a broken request
was answered in a way that its kind does not allow.
"""
import argparse, collections, random, socket, statistics, struct, sys, threading, time

HOST = b"Host: localhost\r\n"
PATIENCE = 15  # seconds for an answer to a request that is refused at once; a server under sanitizers beside other work is slow


def get(target=b"/", lines=b"", version=b"HTTP/1.1", host=HOST):
    return b"GET " + target + b" " + version + b"\r\n" + host + lines + b"\r\n"


def post(lines, body=b""):
    return b"POST / HTTP/1.1\r\n" + HOST + lines + b"\r\n" + body


def chunked(body):
    return post(b"Transfer-Encoding: chunked\r\n", body)


SMUGGLED = get(b"/smuggled")  # whatever follows a refused request must never be read as one

# name -> bytes or a function that makes them from a random source, and the statuses that are right; 0 is a close without an answer
AT_ONCE = {
    "no Host": (get(host=b""), {400}),
    "two Hosts": (get(lines=HOST), {400}),
    "empty Host": (get(host=b"Host:\r\n"), {400}),
    "Host with a path": (get(host=b"Host: a/b\r\n"), {400}),
    "lines end in LF": (b"GET / HTTP/1.1\nHost: a\n\n" + SMUGGLED, {400}),
    "CR within a line": (get(lines=b"X: a\rY: b\r\n") + SMUGGLED, {400}),
    "LF within a line": (get(lines=b"X: a\nContent-Length: 5\r\n") + SMUGGLED, {400}),
    "folded line": (get(lines=b"X: a\r\n b\r\n"), {400}),
    "space before colon": (post(b"Content-Length : 4\r\n", b"abcd") + SMUGGLED, {400}),
    "line without colon": (get(lines=b"nothing\r\n"), {400}),
    "NUL in a header": (get(lines=b"X: a\0b\r\n"), {400}),
    "control in a header": (get(lines=b"X: a\x0bb\r\n"), {400}),
    "both lengths": (post(b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n") + SMUGGLED, {400}),
    "both lengths, turned": (post(b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"0\r\n\r\n") + SMUGGLED, {400}),
    "two lengths": (post(b"Content-Length: 4\r\nContent-Length: 5\r\n", b"abcd") + SMUGGLED, {400}),
    "the same length twice": (post(b"Content-Length: 4\r\nContent-Length: 4\r\n", b"abcd") + SMUGGLED, {400}),
    "list of lengths": (post(b"Content-Length: 4, 4\r\n", b"abcd") + SMUGGLED, {400}),
    "negative length": (post(b"Content-Length: -1\r\n") + SMUGGLED, {400}),
    "length with a sign": (post(b"Content-Length: +4\r\n", b"abcd") + SMUGGLED, {400}),
    "no length": (post(b""), {411}),
    "length beyond the limit": (post(b"Content-Length: 999999999999\r\n"), {413}),
    "unknown coding": (post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n") + SMUGGLED, {400}),
    "coding before chunked": (post(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n") + SMUGGLED, {400}),
    "chunked twice": (post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n") + SMUGGLED, {400}),
    "chunked in HTTP/1.0": (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, {400}),
    "chunk size no number": (chunked(b"xyz\r\n") + SMUGGLED, {400}),
    "chunk size 0x": (chunked(b"0x4\r\nabcd\r\n0\r\n\r\n") + SMUGGLED, {400}),
    "chunk size overflows": (chunked(b"ffffffffffffffffff\r\n") + SMUGGLED, {413}),
    "chunk without its end": (chunked(b"4\r\nabcdefgh\r\n0\r\n\r\n") + SMUGGLED, {400}),
    "chunk lines end in LF": (chunked(b"4\nabcd\n0\n\n") + SMUGGLED, {400}),
    "endless chunk extension": (chunked(b"4;" + b"x" * 20000), {431}),
    "endless trailers": (chunked(b"0\r\n" + b"X-Trailer: y\r\n" * 2000), {431}),
    "chunks beyond the limit": (chunked(b"fffff\r\n" + b"x" * 0xFFFFF + b"\r\nfffff\r\n"), {413}),
    "head beyond the limit": (get(lines=b"X: " + b"a" * 40000 + b"\r\n"), {431}),
    "hundreds of lines": (get(lines=b"X: a\r\n" * 600), {431}),
    "target beyond the limit": (get(b"/" + b"a" * 20000), {414}),
    "dots in the path": (get(b"/../../etc/passwd"), {400}),
    "escaped dots": (get(b"/%2e%2e/%2e%2e/etc/passwd"), {400}),
    "escaped slash": (get(b"/learn%2f..%2f..%2fetc"), {400}),
    "backslashes": (get(b"/..\\..\\etc"), {400}),
    "empty segments": (get(b"//learn//x"), {400}),
    "NUL in the path": (get(b"/a%00.html"), {400}),
    "control in the path": (get(b"/a%0d%0aX:%20y"), {400}),
    "half an escape": (get(b"/%e"), {400}),
    "bad UTF-8": (get(b"/%c0%af%ff"), {400}),
    "bad UTF-8 in the query": (get(b"/?q=%ff%fe"), {400}),
    "spaces in the target": (get(b"/a b c"), {400}),
    "absolute form": (get(b"http://other.example/"), {400}),
    "CONNECT": (b"CONNECT a:443 HTTP/1.1\r\n" + HOST + b"\r\n", {405}),
    "TRACE": (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", {405}),
    "OPTIONS *": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {405}),
    "unknown method": (b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n", {405}),
    "unknown expectation": (get(lines=b"Expect: tea\r\n"), {417}),
    "HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 9, {505}),
    "HTTP/0.9": (b"GET /\r\n", {400, 0}),
    "version that is none": (get(version=b"HTTP/1.1.1"), {400}),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), {400}),
    "random bytes": (lambda r: bytes(r.randrange(256) for _ in range(r.randrange(1, 3000))) + b"\r\n\r\n", {400, 408, 414, 431, 0}),
    "a good head with bytes changed": (lambda r: changed(r, get(lines=b"Accept: */*\r\nAccept-Encoding: gzip\r\nX-A: b\r\n")), None),
}


def changed(source, request):
    out = bytearray(request)
    for _ in range(source.randrange(1, 4)):
        out[source.randrange(len(out))] = source.randrange(256)
    return bytes(out)


class Closed(Exception):
    pass


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # refused before all was sent: the answer is there to be read

    def more(self):
        try:
            part = self.socket.recv(65536)
        except ConnectionResetError:
            part = b""
        if not part:
            raise Closed
        self.rest += part

    def answer(self):
        """(status, head, body); Closed if the connection ended first."""
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, _, _ = self.rest.partition(b"\r\n\r\n")
        begin, length = len(head) + 4, 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(self.rest) < begin + length:
            self.more()
        body, self.rest = self.rest[begin:begin + length], self.rest[begin + length:]
        return int(head[9:12]), head, body

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Run:
    def __init__(self, options):
        self.options = options
        self.end = time.monotonic() + options.seconds
        self.lock = threading.Lock()
        self.seen = collections.defaultdict(collections.Counter)
        self.faults = []
        self.latencies = []

    def over(self):
        return time.monotonic() >= self.end or len(self.faults) > 20

    def note(self, kind, what):
        with self.lock:
            self.seen[kind][what] += 1

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    # ── readers ──
    def reader(self, number):
        source = random.Random(self.options.seed + 1000 + number)
        expected = {}
        connection = None
        while not self.over():
            page = source.choice(self.options.page)
            begun = time.monotonic()
            try:
                if connection is None:
                    connection = Connection(self.options.port)
                connection.send(get(page.encode(), b"Accept-Encoding: gzip\r\n" if source.random() < 0.5 else b""))
                status, head, body = connection.answer()
            except Exception as failure:
                self.fault(f"a reader of {page} was not served: {failure!r}")
                connection = None
                continue
            with self.lock:
                self.latencies.append(time.monotonic() - begun)
            key = (page, b"content-encoding" in head.lower())
            if status != 200 or body != expected.setdefault(key, body):
                self.fault(f"a reader of {page} got {status} and {len(body)} bytes, {len(expected[key])} were right")
            if source.random() < 0.05:
                connection.socket.close()
                connection = None
            time.sleep(0.004)

    # ── what is refused at once ──
    def at_once(self, number):
        source = random.Random(self.options.seed + number)
        kinds = list(AT_ONCE)
        while not self.over():
            source.shuffle(kinds)
            for kind in kinds:
                if self.over():
                    return
                data, allowed = AT_ONCE[kind]
                self.try_one(kind, data(source) if callable(data) else data, allowed, source)
                time.sleep(0.002)

    def try_one(self, kind, data, allowed, source):
        with Connection(self.options.port) as connection:
            if source.random() < 0.3:  # the same in two pieces
                cut = source.randrange(len(data) + 1)
                connection.send(data[:cut])
                time.sleep(0.003)
                connection.send(data[cut:])
            else:
                connection.send(data)
            try:
                connection.socket.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            status, head = 0, b""
            try:
                status, head, _ = connection.answer()
                self.note(kind, status)
                if status >= 400 and status != 404 and allowed is not None:
                    if b"connection: close" not in head.lower():
                        self.fault(f"{kind}: the connection stays open after {status}")
                    try:
                        connection.answer()
                        self.fault(f"{kind}: what followed the refused request was answered")
                    except Closed:
                        pass
            except Closed:
                self.note(kind, "closed")
            except TimeoutError:
                self.fault(f"{kind}: no answer in {PATIENCE} s")
                return
            if status == 500 or (allowed is not None and status not in allowed):
                self.fault(f"{kind}: answered {status}, right is {sorted(allowed or [])}: {data[:80]!r}")

    # ── what takes time, or ends half-way ──
    def drip(self, kind, begin, bytes_after, deadline):
        while not self.over():
            begun = time.monotonic()
            with Connection(self.options.port) as connection:
                connection.send(begin)
                connection.socket.settimeout(0.2)
                while True:
                    try:
                        status, _, _ = connection.answer()
                        if status == 100:
                            continue
                        self.note(kind, status)
                        if status != 408:
                            self.fault(f"{kind}: answered {status}, right is 408")
                        break
                    except TimeoutError:
                        connection.send(bytes_after)
                    except Closed:
                        self.note(kind, "closed")
                        break
                    if time.monotonic() - begun > deadline + 5:
                        self.fault(f"{kind}: still open after {deadline + 5} s")
                        break
                    if self.over():
                        self.note(kind, "held to the end")
                        return

    def halves(self, number):
        source = random.Random(self.options.seed + 500 + number)
        page = self.options.page[0].encode()
        whole = get(page)
        while not self.over():
            kind = source.choice(["half a head, then gone", "half a body, then gone", "half a head, then reset", "reset while it is answered", "a pipeline with a broken end",
                                  "a pipeline cut in halves", "a pipeline nobody reads", "a body nobody announced", "closed at once"])
            try:
                with Connection(self.options.port) as connection:
                    self.half(kind, connection, whole, source)
            except TimeoutError:
                self.fault(f"{kind}: no answer in {PATIENCE} s")
            except OSError:
                self.note(kind, "closed")
            time.sleep(0.004)

    def half(self, kind, connection, whole, source):
        if kind == "half a head, then gone":
            connection.send(whole[:source.randrange(1, len(whole))])
        elif kind == "half a body, then gone":
            connection.send(post(b"Content-Length: 1000\r\n", b"x" * source.randrange(1000)))
        elif kind == "half a head, then reset":
            connection.send(whole[:-2])
            connection.reset()
        elif kind == "reset while it is answered":
            connection.send(whole * 3)
            time.sleep(source.random() / 200)
            connection.reset()
        elif kind == "a pipeline nobody reads":
            connection.send(whole * 60)
            time.sleep(0.05)
        elif kind == "closed at once":
            pass
        elif kind == "a pipeline cut in halves":
            data, cut = whole * 4, source.randrange(1, 4 * len(whole))
            connection.send(data[:cut])
            time.sleep(0.01)
            connection.send(data[cut:])
            for _ in range(4):
                if connection.answer()[0] != 200:
                    self.fault(f"{kind}: a good request was refused")
        else:
            broken = b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" if kind == "a pipeline with a broken end" else b"unannounced body\r\n\r\n"
            connection.send(whole * 2 + broken + whole)
            statuses = []
            try:
                while True:
                    statuses.append(connection.answer()[0])
            except Closed:
                pass
            if statuses != [200, 200, 400]:
                self.fault(f"{kind}: answered {statuses}, right is 200, 200, 400")
        self.note(kind, "done")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("port", type=int)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--page", action="append", help="address that answers 200 with the same bytes each time (default /)")
    parser.add_argument("--readers", type=int, default=3)
    parser.add_argument("--head-deadline", type=float, default=10)
    parser.add_argument("--body-deadline", type=float, default=30)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    options.page = options.page or ["/"]
    run = Run(options)
    slow = {
        "dripping head": (b"GET / HTTP/1.1\r\nX: ", b"a", options.head_deadline),
        "dripping first line": (b"G", b"E", options.head_deadline),
        "dripping body": (post(b"Content-Length: 100000\r\n"), b"a", options.body_deadline),
        "dripping chunks": (chunked(b""), b"1\r\na\r\n", options.body_deadline),
        "a body that never comes": (post(b"Content-Length: 10\r\nExpect: 100-continue\r\n"), b"", options.body_deadline),
    }
    threads = [threading.Thread(target=run.reader, args=(i,)) for i in range(options.readers)]
    threads += [threading.Thread(target=run.at_once, args=(i,)) for i in range(2)]
    threads += [threading.Thread(target=run.halves, args=(0,))]
    for kind, (begin, after, deadline) in slow.items():
        threads.append(threading.Thread(target=run.drip, args=(kind, begin, after, deadline)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    width = max(map(len, run.seen))
    for kind, counts in sorted(run.seen.items()):
        print(f"{kind:<{width}}  " + "  ".join(f"{what}: {count}" for what, count in sorted(counts.items(), key=str)))
    for text in run.faults[:20]:
        print("FAULT", text)
    broken = sum(sum(counts.values()) for counts in run.seen.values())
    if not run.latencies:
        print("FAULT no reader was served at all")
        sys.exit(1)
    print(f"{'broken HTTP FAILED' if run.faults else 'broken HTTP held'}: {len(run.seen)} kinds, {broken} broken connections in {options.seconds:.0f} s, "
          f"{len(run.latencies)} readers' requests beside them, {len(run.faults)} faults (median {statistics.median(run.latencies) * 1000:.1f} ms, "
          f"worst {max(run.latencies) * 1000:.0f} ms, seed {options.seed})")
    sys.exit(1 if run.faults else 0)


if __name__ == "__main__":
    main()
