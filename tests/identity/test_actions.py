import pytest
from sqlalchemy import func, select

from panel.identity import passwords, queries
from panel.identity.actions import (
    Profile,
    change_profile,
    register,
    set_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from panel.identity.events import PasswordSet, ProfileChanged, SignedIn, SignInsEnded
from panel.identity.models import PersonId, SignIn
from panel.identity.passwords import fits, hashed
from panel.kernel.errors import Clash
from panel.kernel.work import Work
from tests.conftest import COSTLY
from tests.factories import a_person


def whose(work: Work, token: str) -> PersonId | None:
    """Whose a session is, if it has not ended."""
    found = queries.vouched(work, token)
    return found.id if found else None


def test_an_account_is_found_however_its_address_is_capitalised(work: Work) -> None:
    profile = Profile("Ana", "es", "America/Bogota")

    ana = register(work, "Ana@Mesa.Example", profile, "!", by="operator")

    assert ana.email == "ana@mesa.example"
    assert queries.by_email(work, "ANA@mesa.example") is ana
    assert queries.by_email(work, "eva@mesa.example") is None


def test_a_session_is_a_row_that_holds_no_more_than_the_digest_of_its_token(work: Work) -> None:
    ana = a_person(work)

    token = sign_in(work, ana)

    assert whose(work, token) == ana.id
    work.session.flush()
    [row] = work.session.scalars(select(SignIn))
    assert token not in (row.token_hash, str(row.id))
    assert whose(work, row.token_hash) is None
    assert work.recorded[-1].fact == SignedIn(ana.public_id)


def test_signing_out_ends_the_session_of_this_browser_only(work: Work) -> None:
    ana, eva = a_person(work), a_person(work)
    here, there, evas = sign_in(work, ana), sign_in(work, ana), sign_in(work, eva)

    sign_out(work, ana, here)

    assert whose(work, here) is None
    assert whose(work, there) == ana.id
    assert whose(work, evas) == eva.id
    assert queries.sign_ins(work, ana.id) == 1
    assert work.recorded[-1].fact == SignInsEnded(ana.public_id)


def test_signing_out_everywhere_ends_all_sessions_of_one_person(work: Work) -> None:
    ana, eva = a_person(work), a_person(work)
    tokens, evas = [sign_in(work, ana) for _ in range(3)], sign_in(work, eva)
    assert queries.sign_ins(work, ana.id) == 3

    sign_out_everywhere(work, ana)

    assert [whose(work, token) for token in tokens] == [None] * 3
    assert whose(work, evas) == eva.id


def test_a_new_password_ends_all_sessions(work: Work) -> None:
    ana = a_person(work)
    token = sign_in(work, ana)

    set_password(work, ana, "other")

    assert ana.password_hash == "other"  # noqa: S105  # a stand-in
    assert whose(work, token) is None
    facts: list[object] = [recorded.fact for recorded in work.recorded]
    assert facts[-2:] == [SignInsEnded(ana.public_id), PasswordSet(ana.public_id)]


def test_a_profile_is_taken_over(work: Work) -> None:
    ana = a_person(work)

    change_profile(work, ana, Profile("Ana María", "es", "Europe/Paris"))

    assert (ana.name, ana.language, ana.time_zone) == ("Ana María", "es", "Europe/Paris")
    assert work.recorded[-1].fact == ProfileChanged(ana.public_id)


def test_living_sessions_are_told_from_dead_ones_in_one_statement(work: Work) -> None:
    ana = a_person(work)
    one, other = sign_in(work, ana), sign_in(work, ana)
    hashes = set(work.session.scalars(select(SignIn.token_hash)))
    assert queries.living(work, hashes | {"never was"}) == hashes

    sign_out(work, ana, one)

    assert len(queries.living(work, hashes)) == 1
    assert whose(work, other) == ana.id
    assert work.session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_passwords_are_kept_as_argon2id_and_fit_only_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", COSTLY)

    stored = hashed("una frase corta")

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")  # RFC 9106, low memory; one lane
    assert fits(stored, "una frase corta")
    assert not fits(stored, "una frase larga")
    assert not fits(None, "nobody has this password")
    assert not fits("!", "")


def test_an_address_has_one_account(work: Work) -> None:
    ana = a_person(work)

    with pytest.raises(Clash):
        register(work, ana.email.upper(), Profile("Eva", "es", "UTC"), "!", by="person")

    assert queries.by_email(work, ana.email) is ana
