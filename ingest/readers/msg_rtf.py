"""Unpacks the RTF in Outlook's mails, which is compressed in a way of its own ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

# What the window holds at the beginning: words that most RTF begins with.
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_COMPRESSED = b"LZFu"
_WINDOW = 4096
_MOST_BYTES = 50_000_000


def unpack(data: bytes) -> bytes:
    """Returns the RTF; as much of it as there is when the data ends early.

    Raises:
        ValueError: not RTF compressed in this way.
    """
    if len(data) < 16:
        raise ValueError("no header")
    _, size, kind = struct.unpack("<II4s", data[:12])
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != _COMPRESSED:
        raise ValueError(f"unknown compression {kind!r}")
    size = min(size, _MOST_BYTES)
    window = bytearray(_START.ljust(_WINDOW, b" "))
    write = len(_START)
    out = bytearray()
    position = 16
    while position < len(data) and len(out) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            if control >> bit & 1:
                if position + 2 > len(data):
                    return bytes(out)
                reference = data[position] << 8 | data[position + 1]
                position += 2
                offset, length = reference >> 4, (reference & 0xF) + 2
                if offset == write:
                    return bytes(out[:size])
                for step in range(length):
                    byte = window[(offset + step) % _WINDOW]
                    out.append(byte)
                    window[write] = byte
                    write = (write + 1) % _WINDOW
            else:
                if position >= len(data):
                    return bytes(out)
                out.append(data[position])
                window[write] = data[position]
                write = (write + 1) % _WINDOW
                position += 1
    return bytes(out[:size])
