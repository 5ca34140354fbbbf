"""Inviting many at once, over HTTP: a list is checked and shown before anything is sent."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import render_template, request
from flask.typing import ResponseReturnValue

from panel.identity.sessions import person_id
from panel.kernel.errors import Invalid, TooOften
from panel.kernel.messages import N_
from panel.kernel.serving import serving
from panel.kernel.web import (
    FormView,
    again,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    workshop,
)
from panel.kernel.work import Reading
from panel.mail.posting import mails
from panel.membership import forms, lists, policy, queries
from panel.membership.actions import invitations
from panel.membership.actions.invitations import Offer
from panel.membership.actors import Actor
from panel.membership.lists import LINES_MOST
from panel.membership.queries import directory, invited
from panel.membership.roster import Around, Common, Line, good, judged, seal
from panel.membership.routes.blueprint import bp
from panel.membership.routes.inviting import choices, delivered, keeper, limit, looking

BLANK = {"days": "7", "role": "member", "organisation": ""}
TOO_MANY = N_("These are more than 200 lines. Please send them in parts.")
NOBODY = N_("There is nobody in this list.")
AT_ONCE = 10  # invitations in one work: some forty milliseconds
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so


@dataclass(frozen=True)
class Invited:
    """Somebody of a list who was invited; with a link where no letter went out."""

    name: str
    address: str
    link: str


@bp.get("/p/<panel>/invitations/many")
@signed_in
def show_list_form(panel: str) -> str:
    """Show moderators where a list is pasted, or a file chosen."""
    return _page(panel, FormView(BLANK))


@bp.post("/p/<panel>/invitations/many")
@signed_in
def check_list(panel: str) -> ResponseReturnValue:
    """Show each line of a list with what it would do; nothing is sent yet."""
    actor, _organisations = keeper(panel)
    file = request.files.get("file")
    try:
        text = forms.listed(request.form, file.read(lists.BYTES_MOST + 1) if file else b"")
    except Invalid as invalid:
        return _page(panel, again(request.form.to_dict(), invalid)), 422
    values = request.form.to_dict() | {"list": text}
    try:
        with open_reading() as reading:
            lines = _judged(reading, actor, values, text)
    except Invalid as invalid:
        return _page(panel, again(values, invalid)), 422
    return _page(panel, FormView(values), lines=lines)


@bp.post("/p/<panel>/invitations/many/sending")
@signed_in
def invite_many(panel: str) -> ResponseReturnValue:
    """Invite those whose lines are good, when they are those that were shown."""
    actor, _organisations = keeper(panel)
    values = request.form.to_dict()
    try:
        text = forms.listed(values, b"")
        lines = _as_shown(actor, values, text)
    except _StoppedError as stopped:
        page = _page(panel, FormView(values), lines=stopped.lines, stopped=stopped.why)
        return page, 409 if stopped.why == "changed" else 429
    except Invalid as invalid:
        return _page(panel, again(values, invalid)), 422
    sent, stopped_by = _sent(panel, good(lines))
    done = {one.address for one in sent}
    left = [
        line.text
        for line in lines
        if not line.known and not (line.offer and line.offer.address in done)
    ]
    kept = FormView(values | {"list": "\n".join([*lists.heading(text), *left]) if left else ""})
    return _page(panel, kept, sent=sent, file=_csv(sent), stopped=stopped_by), 201


class _StoppedError(Exception):
    """Nothing was sent: what was shown has changed, or it would be too much for one day."""

    def __init__(self, lines: list[Line], why: str) -> None:
        super().__init__(why)
        self.lines, self.why = lines, why


def _as_shown(actor: Actor, values: dict[str, str], text: str) -> list[Line]:
    """Judge the lines once more: what is sent is what was shown."""
    with open_reading() as reading:
        lines, now = _judged(reading, actor, values, text), workshop().clock()
        offers = good(lines)
        if not offers or seal(offers) != values.get("shown"):
            raise _StoppedError(lines, "changed")
        before = invited.letters_before(reading, actor.panel_id, now)
    if mails() and policy.letters_refusal(before, len(offers), limit()):
        raise _StoppedError(lines, "over")
    return lines


def _sent(panel: str, offers: Sequence[Offer]) -> tuple[list[Invited], str]:
    """Invite some at a time, and let others have their turn in between.

    Each invitation is written with its letter. Should it end in the middle, those who are invited
    already are known as such when the rest of the list is sent.
    """
    sent = list[Invited]()
    for first in range(0, len(offers), AT_ONCE):
        try:
            sent += _invited(panel, offers[first : first + AT_ONCE])
        except TooOften:  # somebody else has sent many meanwhile
            return sent, "over"
        serving().sleep(0)
    return sent, ""


@tried_twice
def _invited(panel: str, offers: Sequence[Offer]) -> list[Invited]:
    sent, mailed = list[Invited](), mails()
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        if mailed:
            invitations.allow_letters(work, actor, len(offers), limit())
        for offer in offers:
            try:
                token = invitations.invite(work, actor, offer)
            except Invalid:  # somebody else has invited them meanwhile: their line stays
                continue
            invitation = invited.invitation_by(work, invited.token_hash(token))
            link = delivered(work, invitation, token, mailed=mailed).link
            sent.append(Invited(offer.for_name, offer.address, link))
    return sent


def _judged(reading: Reading, actor: Actor, values: dict[str, str], text: str) -> list[Line]:
    organisations = directory.organisations(reading, actor)
    common: Common = forms.common(values, organisations)
    rows = lists.rows(text)
    if not rows or len(rows) > LINES_MOST:
        raise Invalid({"list": TOO_MANY if rows else NOBODY})
    now = workshop().clock()
    addresses = {row.cells.get(lists.ADDRESS, "").strip().lower() for row in rows}
    around = Around(
        [one.name for one in organisations],
        frozenset(invited.open_to(reading, actor.panel_id, addresses, now)),
        invited.last_letters(reading, actor.panel_id, addresses),
        now,
    )
    return judged(rows, common, around)


def _csv(sent: Sequence[Invited]) -> str:
    """Write the links as a file for spreadsheets, which run nothing of it."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    for one in sent:
        rows.writerow([_cell(one.name), _cell(one.address), one.link])
    return written.getvalue()


def _cell(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULAS) else words


def _page(
    panel: str,
    form: FormView,
    *,
    lines: Sequence[Line] = (),
    sent: Sequence[Invited] = (),
    file: str = "",
    stopped: str = "",
) -> str:
    actor, organisations = looking(panel)
    offers = good(lines)
    return render_template(
        "membership/invite_many.html",
        actor=actor,
        lines=lines,
        good=len(offers),
        broken=sum(bool(line.wrong) and not line.known for line in lines),
        shown=seal(offers),
        sent=sent,
        file=file,
        download="data:text/csv;charset=utf-8," + quote("\ufeff" + file),
        most=LINES_MOST,
        stopped=stopped,
        **choices(actor, organisations, form),
    )
