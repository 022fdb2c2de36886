"""``plansvar slack``, but for the bot itself: tests/bots/slack."""

from __future__ import annotations

from tests.cli.running import Cli


def test_channels_are_allowed_and_forbidden(empty: Cli) -> None:
    assert "Ingen kanaler" in empty("slack", "channels").err
    assert empty("slack", "channels", "--allow", "C0123AB").out == "C0123AB  internal\n"
    empty("slack", "channels", "--allow", "G9", "--groups", "styret, internal")
    listed = empty("slack", "channels", "--json").json
    assert listed == [
        {"channel": "C0123AB", "groups": ["internal"]},
        {"channel": "G9", "groups": ["styret", "internal"]},
    ]
    empty("slack", "channels", "--forbid", "G9")
    assert len(empty("slack", "channels", "--json").json) == 1


def test_wrong_names_are_refused(empty: Cli) -> None:
    for arguments in (["--allow", "#generelt"], ["--forbid", "D1"], ["--groups", "internal"]):
        result = empty("slack", "channels", *arguments)
        assert result.code == 1
        assert result.out == ""


def test_without_tokens_it_says_what_is_missing(empty: Cli) -> None:
    for command in ("run", "check"):
        assert "slack.bot_token" in empty.fails("slack", command)


def test_the_manifest_is_json(empty: Cli) -> None:
    made = empty("slack", "manifest", language="nn").json
    assert "planar" in made["display_information"]["description"]
