"""Answers as Block Kit: within Slack's limits, and nothing in them acts."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.lists import hits_message
from bots.slack.markup import cut, escaped, mentions, question_in, says_something, talks_to_another
from bots.slack.render import answer_message, full_answer, plain_message
from plansvar.answers import (
    Answer,
    AnswerSentence,
    Citation,
    Mode,
    SearchHit,
    SearchNotice,
    SearchResult,
    SentenceKind,
)
from plansvar.documents.stored import Coverage, DocumentInfo
from plansvar.documents.types import Authority, DocumentType
from tests.bots.slack.limits import check_blocks, check_message

HOSTILE = (
    "<!channel> <@U1|ola> <https://evil.example|trykk> *fet* _kursiv_ ~gal~ `kode` "
    "> sitat & :tada: ```blokk``` \u202egal vei"
)


def document(title: str = "Handlingsprogram", number: int = 1) -> DocumentInfo:
    return DocumentInfo(
        id=f"d{number}",
        version_id=f"v{number}",
        source="local",
        path="/hemmelig/sti.pdf",
        groups=("public",),
        title=title,
        type=DocumentType.PLAN,
        authority=Authority.ADOPTED,
        date="2024-03-12",
        date_precision=None,
        date_found_in=None,
        language="nb",
        page_count=9,
    )


def answer(*texts: str, title: str = "Handlingsprogram", sources: int = 1) -> Answer:
    citations = tuple(
        Citation(n, document(title, n), n, (), "ord", 0, 3) for n in range(1, sources + 1)
    )
    sentences = tuple(AnswerSentence(one, SentenceKind.QUOTE, (1,)) for one in texts)
    coverage = Coverage(1, 0, "2024-03-12")
    return Answer("?", "nb", Mode.REGISTER, False, sentences, citations, coverage)


def as_sent(found: Answer) -> dict[str, object]:
    message = answer_message(found, "C1:1.0", share=True, asked=HOSTILE)
    return {"text": message.text, "blocks": message.blocks}


def test_short_answer_first_then_sources_with_date_page_and_authority() -> None:
    found = replace(answer("Tiltaket eies av havna.", sources=5), short_answer="Brimfjord havn IKS")
    message = answer_message(found, "C1:1.0", owned=True)
    first, body, *sources, buttons = message.blocks
    assert first["text"]["text"] == "*Brimfjord havn IKS*"
    assert body["text"]["text"] == "Tiltaket eies av havna."
    assert len(sources) == 3
    title, date, page, authority = sources[1]["elements"][0]["text"].split(" · ")
    assert (title, date, page) == ("Handlingsprogram", "12. mars 2024", "side 2")
    assert authority == "vedtatt"
    names = [one["action_id"] for one in buttons["elements"]]
    assert names == ["helpful", "not_helpful", "wrong_owner", "more", "draft"]
    assert "/hemmelig" not in json.dumps(message.blocks)
    check_message({"text": message.text, "blocks": message.blocks})


def test_three_documents_each_where_it_is_cited_first() -> None:
    found = answer("Tiltaket eies av havna.")
    pages = ((1, 17), (1, 13), (2, 4), (3, None), (4, 1))
    citations = tuple(
        Citation(n, document(number=number), page, (), "ord", n, n + 3)
        for n, (number, page) in enumerate(pages, 1)
    )
    message = answer_message(replace(found, citations=citations), "C1:1.0", base="https://x")
    shown = [one["elements"][0]["text"] for one in message.blocks if one["type"] == "context"]
    assert ["d1?start=1&" in shown[0], "d2?start=3&" in shown[1], "d3?start=4&" in shown[2]]
    assert len(shown) == 3
    assert "more" in json.dumps(message.blocks[-1])


def test_what_is_said_of_hits_stands_below_them() -> None:
    hits = (SearchHit(document(), 9, (), "Havna bygges ut.", 0, 16, 1.0),)
    plain = hits_message(SearchResult(hits), "havna", "nb").blocks
    hurried = hits_message(SearchResult(hits, (SearchNotice.HURRIED,)), "havna", "nb").blocks
    check_blocks(hurried, 50)
    assert hurried[:-1] == plain
    assert SearchNotice.HURRIED.text("nb") in json.dumps(hurried[-1], ensure_ascii=False)


def test_a_notification_is_what_is_read_first() -> None:
    told = "Registeret har ingen tiltak med Brimvik kommune som ansvarlig."
    none = replace(answer(told), short_answer="0")
    assert answer_message(none, "C1:1.0").text == told
    short = replace(answer("Tiltaket eies av havna."), short_answer="Brimfjord havn IKS")
    assert answer_message(short, "C1:1.0").text == "Brimfjord havn IKS"


def test_small_talk_has_no_buttons() -> None:
    hello = replace(answer("Hei!", sources=0), mode=Mode.TALK)
    assert [one["type"] for one in answer_message(hello, "C1:1.0").blocks] == ["section"]


def test_sources_link_to_their_page_where_there_are_web_pages() -> None:
    found = answer("Tiltaket eies av havna.", title=f"Plan | nr 1\n{HOSTILE}", sources=5)
    base = "https://plansvar.example.no"
    message = answer_message(found, "C1:1.0", base=base)
    text = message.blocks[2]["elements"][0]["text"]
    address, label = text.removeprefix("<").removesuffix(">").split("|")
    assert address == f"{base}/documents/d2?start=0&amp;end=3&amp;page=2#quote"
    assert text.count("<") == 1 and "\n" not in label and "vedtatt" in label
    whole = full_answer(found, base)
    assert f"<{base}/documents/d5?" in json.dumps(whole)
    # But for these links of ours nothing acts.
    link = rf"<{re.escape(base)}/documents/[^|<>]*\|([^|<>]*)>"
    bare = re.sub(link, r"\1", json.dumps({"text": message.text, "blocks": message.blocks}))
    check_message(json.loads(bare))
    check_blocks(json.loads(re.sub(link, r"\1", json.dumps(whole))), 100)


@pytest.mark.parametrize("sign", ["&", "<", "*a", "å. ", "ord ", ":x:"])
def test_limits_hold_for_very_long_text(sign: str) -> None:
    long = sign * 6000
    found = replace(
        answer(long, long, title=long, sources=80),
        short_answer=long,
        notices=(long,) * 9,
    )
    check_message(as_sent(found))
    check_blocks(full_answer(found), 100)
    check_message(vars_of(plain_message(long[:20000])))


def vars_of(message: object) -> dict[str, object]:
    return {"text": message.text, "blocks": message.blocks}  # type: ignore[attr-defined]


def test_nothing_of_a_document_acts_in_slack() -> None:
    found = replace(answer(HOSTILE, title=HOSTILE), short_answer=HOSTILE, notices=(HOSTILE,))
    message = as_sent(found)
    check_message(message)
    text = json.dumps(message, ensure_ascii=False)
    assert "\u202e" not in text
    assert ":tada:" not in text
    for format_ in ("*fet*", "_kursiv_", "~gal~", "`kode`", "```"):
        assert format_ not in text


@given(st.text(max_size=400))
def test_escaping_loses_no_letter(text: str) -> None:
    letters = [one for one in text if one.isalnum()]
    shown = escaped(text).replace("&lt;", "").replace("&gt;", "").replace("&amp;", "")
    assert [one for one in shown if one.isalnum()] == letters
    assert not {"<", ">"} & set(escaped(text))


@given(st.text(max_size=600), st.integers(min_value=20, max_value=300))
def test_cut_is_short_enough_and_a_beginning(text: str, limit: int) -> None:
    head, missing = cut(text, limit)
    assert len(head) <= limit
    assert missing == (len(text) > limit)
    assert text.startswith(head.removesuffix(" …") if missing else head)


def test_long_text_ends_with_a_sentence() -> None:
    text = "Dette er første setning. Dette er andre setning. " * 10
    head, missing = cut(text, 100)
    assert missing
    assert head.endswith("setning.")


def test_a_list_is_cut_between_its_items() -> None:
    items = [f"• O{n} «Tiltak»; ansvarlig: Osedal kommune; frist: 01.10.2024" for n in range(9)]
    text = "Fra «Planen»:\n" + "\n".join(items)
    for limit in range(90, len(text)):
        head, _ = cut(text, limit)
        assert head.endswith("2024"), head


def test_a_table_that_is_cut_off_leaves_no_heading_behind() -> None:
    said = [AnswerSentence("Mål i planen. " * 80, SentenceKind.QUOTE, (1,))]
    said += [AnswerSentence("Kolonner: Område | Mål", SentenceKind.FRAMING)]
    said += [AnswerSentence("1 Hav | 80 prosent. " * 30, SentenceKind.QUOTE, (1,), bullet=True)]
    message = answer_message(replace(answer("x"), sentences=tuple(said)), "C1:1.0")
    assert "Kolonner" not in json.dumps(message.blocks)
    assert '"more"' in json.dumps(message.blocks)


def test_what_is_asked() -> None:
    assert question_in("<@UBOT> hva &lt;er&gt; <https://x.y|dette>?") == "hva <er> dette?"
    assert not says_something("👍 :tada: :+1:")
    assert says_something("2024?")
    assert mentions("hei <@UBOT>", "UBOT")
    assert not mentions("hei `<@UBOT>` ```\n<@UBOT>```", "UBOT")
    assert talks_to_another("<@U2> og <@UBOT>", "UBOT")
    assert not talks_to_another("<@UBOT> og <@U2>", "UBOT")
    assert talks_to_another("ser du på den, <@U2|ola>?", "UBOT")
    assert not talks_to_another("hva med <@U2> og havna?", "UBOT")
