"""Colours and typefaces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as RRGGBB, and a typeface for the PDF and the office formats."""

    ink: str
    pale: str
    grey: str = "5F6B70"
    face: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    office: str = "Calibri"
    plain: bool = False


THEMES = {
    "blue": Theme("1F4E5F", "E4EEF1"),
    "green": Theme("2F5D3A", "E6F0E6"),
    "red": Theme("7A2331", "F6E7E8"),
    "grey": Theme("3F464B", "ECEEEF"),
    "plain": Theme(
        "000000", "F0F0F0", "404040", "Times-Roman", "Times-Bold", "Times New Roman", plain=True
    ),
}
