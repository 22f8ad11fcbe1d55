#!/usr/bin/env python3
"""Reads mails as another program would: for each line of FILE, a mail in base64, prints the subject, the names and addresses of
sender and recipient, the text and the HTML, each in base64 and with a hyphen before it. Usage: decode_headers.py FILE"""
import base64
import re
import sys
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr


def encode(text):
    return "-" + base64.b64encode(text.encode("utf-8", "surrogateescape")).decode("ascii")


def fields(raw):
    mail = message_from_bytes(raw, policy=policy.default)
    yield str(mail["subject"])
    # The newer reader of this library keeps the folding's spaces between two encoded words of a name (RFC 2047 6.2 drops them).
    older = message_from_bytes(raw)
    for field in ("from", "to"):
        name, address = parseaddr(re.sub(r"\r?\n(?=[ \t])", "", older[field]))
        yield str(make_header(decode_header(name))) if "=?" in name else name
        yield mail[field].addresses[0].addr_spec
        assert address == mail[field].addresses[0].addr_spec
    for part in (mail.get_body(("plain",)), mail.get_body(("html",))):
        yield part.get_content() if part else ""


with open(sys.argv[1], "rb") as mails:
    for line in mails:
        print(" ".join(map(encode, fields(base64.b64decode(line)))))
