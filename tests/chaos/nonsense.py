"""Packets that no browser of ours sends: a zoo written by hand, and true packets spoilt by chance."""

from __future__ import annotations

import json
import random

from tests.chaos.raw import BINARY, CLOSE, PING, TEXT, frame

TRUE = [
    "40/visitor,", '40/visitor,{"token":"x"}', '42/visitor,7["still"]', '42/visitor,["typing"]', "41/visitor,", "3",
    '42/staff,["beat"]', '42/visitor,["typing",{"conversation":"abc"}]', '43/visitor,1["x"]', "40/staff,",
]  # fmt: skip
DEEP = 5_000
# What the layer of packets must bear. Nothing here ends a socket at once; ten of them do.
PACKETS = [
    "", "4", "42", "0", "1x", "2", "2probe", "5", "6", "7", "9", "x", "b", "bAAAA", "b!", "3probe", "33", "4" * 5000,
    "4{", "4[", "4[]", "4{}", '4"x"', "4null", "4" + "[" * DEEP, "4" + '{"a":' * DEEP, "40", "40,", "41", "43", "44",
    "45", "42/visitor,", "42/visitor,{}", "42/visitor,[]", '42/visitor,"still"', "42/visitor,null", "42/visitor,7",
    "42/visitor,[null]", "42/visitor,[[]]", "42/visitor,[{}]", '42/visitor,[["still"]]', "42/visitor,[1e999]",
    "42/visitor,[NaN]", '42/visitor,["still"', '42/visitor,["still"]]', '42/visitor,["still",1,2]',
    '42/visitor,["connect"]', '42/visitor,["connect",{}]', '42/visitor,["disconnect"]', '42/visitor,["__init__"]',
    '42/visitor,["emit","x"]', '42/visitor,["trigger_event"]', '42/visitor,["beat"]', '42/visitor,["on_still"]',
    '42/visitor,["\\ud800"]', '42/visitor,["\\u0000"]', '42/visitor,["still","' + "é" * 9000 + '"]',
    '42/visitor,["typing",{"conversation":[[[]]]}]', '42/visitor,["typing",{"__proto__":{}}]',
    '42/visitor,["typing",-1e400]', "42/visitor," + "[" * DEEP, "42/visitor," + '{"a":' * DEEP,
    '42/visitor,["typing",' + "[" * 40 + "]" * 40 + "]", '42/visitor,9999999999999999999["still"]',
    "42/visitor," + "9" * 3000 + '["still"]', '42/visitor,-1["still"]', '42/visitor,٣["still"]',
    '42/visitor,²["still"]', '4٢/visitor,["still"]', '4²/visitor,["still"]', "４２/visitor", '42/visitor?x=1,["still"]',
    '42/VISITOR,["still"]', '42/nobody,["still"]', '42/../visitor,["still"]', "40/nobody,", "40/" + "a/" * 9000 + ",",
    "40/visitor,[]", "40/visitor,7", '40/visitor,"x"', "40/visitor,{", "40/visitor,1{}", "41/nobody,",
    "41/visitor,[]", "41/visitor,1", "43/visitor,0[]", "43/visitor,1[{}]", "44/visitor,{}", "46/visitor,1-[]",
    '451-/visitor,["still",{"_placeholder":true,"num":0}]',
    '459999999-/visitor,["still",{"_placeholder":true,"num":9}]', '450-/visitor,["still"]', "4599999999999999-",
    '45-1-["x"]', '451-["x",{"_placeholder":true,"num":-1}]', "42/visitor\x00,[]", "4\n2/visitor,[]", "\x00",
    "\u202e42/visitor", "4\ufeff2/visitor,", "null", "{}", "<xml/>", "GET / HTTP/1.1\r\n\r\n",
]  # fmt: skip
# What the layer of frames must bear. Each ends its socket.
FRAMES = [
    frame(b"\xff\xfe\xfd"), frame(b"4\xc3"), frame(b"\xed\xa0\x80"), frame(b"x", BINARY), frame(b"", BINARY),
    *[frame(b"x", opcode) for opcode in (3, 4, 7, 11, 15)],
    *[frame("3", TEXT, 0x80 | bits) for bits in (0x10, 0x20, 0x40, 0x70)], frame("3", mask=False),
    frame("x" * 200, PING), frame("x", PING, first=0), frame("x", CLOSE), frame(b"\0\0", CLOSE),
    frame(b"\x03\xec", CLOSE), frame(b"\x03\xe8\xff\xff", CLOSE), frame("3", 0),
    frame("4", TEXT, first=0) + frame("2", TEXT), frame("", says=2**62), frame("", says=2**63),
    frame("", says=64 * 1024 + 1), frame("", BINARY, says=2**40),
    frame("4", TEXT, first=0) + frame("", 0, first=0) * 400,
    frame("x" * 60_000, TEXT, first=0) + frame("x" * 60_000, 0), frame("3") * 1000, frame("", PING) * 1000,
    b"\x81\xfe\x00\x05" + b"\0" * 9, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\0" * 5000,
]  # fmt: skip
ENDLESS = b"A: " + b"b" * 9000 + b"\r\n"
UPGRADE = b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
KEYED = UPGRADE + b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
SOCKET = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /sv/ask HTTP/1.1\r\nHost: x\r\n"
# What the layer of requests must bear: an answer, or a closed connection.
REQUESTS = [
    b"\r\n\r\n", b"\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n", b"POST /\r\n\r\n", b"GET / HTTP/1\r\n\r\n",
    b"GET / HTTP/x.y\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 101 + b"\r\n", b"GET / HTTP/1.1\r\n" + ENDLESS * 5 + b"\r\n",
    b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n", b"GET /%00%ff%c3 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://x/sv/ HTTP/1.1\r\nHost: y\r\n\r\n", b"CONNECT x:1 HTTP/1.1\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: \xff\r\nCookie: \xff\xfe=\r\n\r\n",
    b"HEAD / HTTP/1.1\r\nContent-Length: 5\r\n\r\n", POST + b"Content-Length: -1\r\n\r\n",
    POST + b"Content-Length: 1_0\r\n\r\n", POST + b"Content-Length: x\r\n\r\n",
    POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
    POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"F" * 40 + b"\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n123456\r\n", POST + b"Content-Length: 9999999999\r\n\r\n",
    POST + UPGRADE + b"Content-Length: 3\r\n\r\nabc", SOCKET + b"\r\n", SOCKET + UPGRADE + b"\r\n",
    SOCKET + KEYED + b"\r\n", SOCKET + KEYED + b"Sec-WebSocket-Version: 8\r\n\r\n",
    SOCKET + UPGRADE + b"Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n",
    SOCKET + KEYED + b"Sec-WebSocket-Version: 13\r\nOrigin: https://elsewhere.example\r\n\r\n",
    *[
        b"GET /socket.io/" + rest + b" HTTP/1.1\r\nHost: x\r\n" + KEYED + b"Sec-WebSocket-Version: 13\r\n\r\n"
        for rest in (
            b"",
            b"?EIO=3&transport=websocket",
            b"?EIO=4&transport=polling",
            b"?EIO=4&transport=websocket&sid=x",
            b"?EIO=4&transport=websocket&j=x",
            b"?" + b"EIO=4&" * 900,
            b"%00?EIO=4&transport=websocket",
            b"../sv/?EIO=4&transport=websocket",
        )
    ],
    b"POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n4abc",
]  # fmt: skip


def packet(dice: random.Random) -> str:
    """One from the zoo, or a true packet with a few of its letters spoilt."""
    if dice.random() < 0.3:
        return dice.choice(PACKETS)
    letters = list(dice.choice(TRUE))
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(letters) + 1)
        letters[at : at + dice.randint(0, 2)] = dice.choice([_letter(dice), "", json.dumps(dice.random()), "[", '"'])
    return "".join(letters)


def _letter(dice: random.Random) -> str:
    point = dice.choice([dice.randrange(32, 127), dice.randrange(0xD7FF), dice.randrange(0xE000, 0x110000), 0])
    return chr(point)
