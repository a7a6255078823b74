"""Accounts, sessions, codes, tokens, the audit log and saved searches: every test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

import pyotp
import pytest
from argon2 import PasswordHasher
from lxml import etree
from sqlalchemy import inspect, text

from sijill.register import accounts, codes, limits, saved, sessions, tokens
from sijill.register.account_errors import AccountError, WaitError
from sijill.register.audit import entries
from sijill.register.passwords import check_password, hash_password, is_old, is_password
from sijill.register.rules_of_review import require_second_reviewer, second_reviewer_required
from sijill.register.sessions import CodeNeeded, Lasting, SignedIn, Visitor
from sijill.store.account_rows import ROLES, Account, AuditFilters
from sijill.store.errors import StoreError
from sijill.store.register import Register, open_register
from tests.databases import Place, place, postgresql

__all__ = ["place", "postgresql"]
STEP = timedelta(seconds=30)
AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
GOOD = "نخلة على ضفة النهر 7"
OTHER = "a lantern by the river"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    with open_register(place(), create=True) as opened:
        yield opened


@pytest.fixture
def mona(register: Register) -> Account:
    accounts.add_account(register, "Mona", "منى", "administrator", "setup", AT)
    return accounts.set_password(register, "mona", GOOD, "setup", AT)


def visitor(minutes: float = 0, address: str = "192.0.2.7") -> Visitor:
    return Visitor(address, FIREFOX, AT + timedelta(minutes=minutes))


def signed_in(register: Register, minutes: float = 0, password: str = GOOD, **other: str) -> SignedIn:
    done = sessions.sign_in(register, "mona", password, visitor(minutes), **other)  # type: ignore[arg-type]
    assert isinstance(done, SignedIn)
    return done


def wrong(register: Register, name: str = "mona", minutes: float = 0, address: str = "192.0.2.7") -> str:
    with pytest.raises(AccountError) as told:
        sessions.sign_in(register, name, "not the password", visitor(minutes, address))
    return told.value.wrong


def log(register: Register, **filters: str) -> list[tuple[str, str, str, str]]:
    page = entries(register, AuditFilters(**filters), limit=500)  # type: ignore[arg-type]
    return [(e.who, e.action, e.about, e.outcome) for e in reversed(page.rows)]


def test_names_are_one_however_they_are_typed(register: Register, mona: Account) -> None:
    assert (mona.name, mona.display, mona.role) == ("mona", "منى", "administrator")
    assert sessions.sign_in(register, " ＭＯＮＡ ", GOOD, visitor())
    for name, display, why in (
        ("MONA", "other", "name_taken"),
        ("mona2", " منى ", "display_taken"),
        ("a b", "x", "name_odd"),
        ("x", "x", "name_odd"),
        ("../etc", "x", "name_odd"),
        ("karim", "ka\u202erim", "display_odd"),
        ("karim", "\n", "display_odd"),
    ):
        with pytest.raises(AccountError) as told:
            accounts.add_account(register, name, display, "guest", "mona", AT)
        assert told.value.wrong == why
    with pytest.raises(AccountError, match="is no role; write guest, reviewer, editor, administrator"):
        accounts.add_account(register, "karim", "كريم", "owner", "mona", AT)
    assert [a.name for a in register.accounts()] == ["mona"]


def test_nothing_of_an_account_that_must_stay_can_be_changed(register: Register, mona: Account) -> None:
    for column in ("name", "display", "id", "created", "nothing"):
        with pytest.raises(ValueError, match="cannot be changed of an account"):
            register.change_account(mona.id, **{column: "x"})
    with pytest.raises(StoreError, match="account_has_a_role"):
        register.change_account(mona.id, role="owner")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "password_short"),
        ("x" * 257, "password_long"),
        ("aaaaaaaaaaaaaa", "password_common"),
        ("abababababab", "password_common"),
        ("Password1234!", "password_common"),
        ("p a s s w o r d 1 2 3 4 5", "password_common"),
        ("1234567890123", "password_common"),
        ("qwertyuiop[]12", "password_common"),
        ("كلمة السر 1234567", "password_common"),
        ("محمد محمد محمد", "password_common"),
        ("mona.nasser1", "password_name"),
        ("منى ناصر منى ناصر 1", "password_name"),
        (GOOD, ""),
        ("horse stapler under rain", ""),
    ],
)
def test_passwords_that_are_refused(password: str, why: str) -> None:
    try:
        check_password(password, "mona.nasser", "منى ناصر")
        found = ""
    except AccountError as error:
        found = error.wrong
    assert found == why


def test_a_password_is_kept_as_argon2id_and_hashed_again_when_parameters_change(register: Register, mona: Account) -> None:
    assert mona.password is not None
    assert mona.password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hash_password(GOOD) != mona.password
    assert is_password(mona.password, "نخلة على ضفة النهر 7")
    assert not is_password(mona.password, GOOD + " ")
    assert not is_password(None, "nobody has this password")
    assert not is_password("no hash", GOOD)
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(GOOD)
    register.change_account(mona.id, password=weak)
    assert is_old(weak)
    signed_in(register)
    kept = register.account("mona")
    assert kept is not None
    assert kept.password is not None
    assert not is_old(kept.password)
    assert is_password(kept.password, GOOD)


def test_a_name_that_nobody_has_takes_as_long(register: Register, mona: Account) -> None:
    def took(name: str, turn: int) -> float:
        began = time.perf_counter()
        assert wrong(register, name, address=f"198.51.100.{turn}") == "sign_in_wrong"
        return time.perf_counter() - began

    accounts.add_account(register, "invited", "x", "guest", "mona", AT)
    times = {name: median(took(name, turn) for turn in range(5)) for name in ("mona", "nobody", "invited")}
    assert max(times.values()) < 2.5 * min(times.values())
    assert {who for who, action, _, outcome in log(register) if (action, outcome) == ("sign-in", "refused")} == {"", "mona", "invited"}


def test_nothing_that_opens_an_account_stands_in_the_register(register: Register, mona: Account) -> None:
    done = signed_in(register)
    token, _ = tokens.make_token(register, mona, "table", "guest", 5, "mona", AT)
    invitation = accounts.invite(register, "mona", "mona", AT)
    search, feed = saved.save_search(register, "mona", "Iraq", "country=IQ", AT)
    enrolled = codes.begin_codes(register, mona)
    mona = dataclasses.replace(mona, code_secret=enrolled.secret)
    recovery = codes.confirm_codes(register, mona, pyotp.TOTP(enrolled.secret).at(AT), AT)
    wrong(register, "mona", 1)
    held = ""
    with register._database.reading() as connection:
        for name in inspect(connection).get_table_names():
            if "_index" not in name:
                held += str(connection.execute(text(f"SELECT * FROM {name}")).all())
    assert enrolled.secret in held  # a code can be compared with nothing else
    for secret in (done.secret, token, token.removeprefix("sijill_"), invitation, feed, GOOD, "192.0.2.7", FIREFOX, *recovery):
        assert secret not in held
        assert secret.replace("-", "") not in held
    assert search.feed in held


def test_a_session_is_new_at_each_sign_in_and_ends(register: Register, mona: Account) -> None:
    first = signed_in(register)
    assert first.session.agent == "Firefox, Linux"
    second = signed_in(register, 1, before=first.secret)
    assert first.secret != second.secret
    assert sessions.session_of(register, first.secret, visitor(1).at) is None  # the browser's old one ended
    strange = signed_in(register, 1, before="a secret that somebody chose")
    assert strange.secret != "a secret that somebody chose"
    assert sessions.session_of(register, "", visitor(1).at) is None
    lasting = Lasting(timedelta(hours=1), timedelta(hours=3))
    long = sessions.sign_in(register, "mona", GOOD, visitor(), lasting)
    assert isinstance(long, SignedIn)
    for minutes in (30, 89, 148, 179.9):
        found = sessions.session_of(register, long.secret, visitor(minutes).at, lasting)
        assert found is not None
        assert found[1].name == "mona"
        assert sessions.keep_session(register, found[0], visitor(minutes).at)
        assert not sessions.keep_session(register, register.sessions_of(mona.id)[0], visitor(minutes + 0.9).at)
    assert sessions.session_of(register, long.secret, visitor(180).at, lasting) is None  # at all
    idle = sessions.sign_in(register, "mona", GOOD, visitor(), lasting)
    assert isinstance(idle, SignedIn)
    assert sessions.session_of(register, idle.secret, visitor(60).at, lasting) is None  # unused


def test_sessions_end_by_hand(register: Register, mona: Account) -> None:
    here, there, third = (signed_in(register) for _ in range(3))
    other = accounts.add_account(register, "karim", "كريم", "guest", "mona", AT)
    with pytest.raises(AccountError) as told:
        sessions.end_session(register, other, here.session.id, AT)  # another's
    assert told.value.wrong == "session_unknown"
    sessions.end_session(register, mona, there.session.id, AT)
    assert [s.id for s in register.sessions_of(mona.id)] == [third.session.id, here.session.id]
    assert sessions.sign_out_everywhere(register, mona, "mona", AT, but=here.session.id) == 1
    assert sessions.session_of(register, here.secret, AT) is not None
    sessions.sign_out(register, here.secret, AT)
    sessions.sign_out(register, here.secret, AT)  # again does no harm
    assert register.sessions_of(mona.id) == ()
    assert [action for _, action, _, _ in log(register)][-3:] == ["session-ended", "sign-out-everywhere", "sign-out"]


def test_a_new_password_ends_the_other_sessions(register: Register, mona: Account) -> None:
    here, there = signed_in(register), signed_in(register)
    token, _ = tokens.make_token(register, mona, "table", "guest", 5, "mona", AT)
    invitation = accounts.invite(register, "mona", "mona", AT)
    accounts.set_password(register, "mona", OTHER, "mona", AT, keep_session=here.session.id)
    assert sessions.session_of(register, here.secret, AT) is not None
    assert sessions.session_of(register, there.secret, AT) is None
    assert tokens.token_of(register, token, AT) is not None  # one's own choice leaves them
    assert accounts.invited(register, invitation, AT) is None
    accounts.set_password(register, "mona", GOOD, "root (command line)", AT)
    assert sessions.session_of(register, here.secret, AT) is None
    assert tokens.token_of(register, token, AT) is None


def test_an_invitation_works_once_and_for_a_week(register: Register, mona: Account) -> None:
    accounts.add_account(register, "karim", "كريم", "reviewer", "mona", AT)
    assert wrong(register, "karim") == "sign_in_wrong"
    first = accounts.invite(register, "karim", "mona", AT)
    second = accounts.invite(register, "karim", "mona", AT)
    assert accounts.invited(register, first, AT) is None  # only the latest
    assert accounts.invited(register, second, AT + timedelta(days=7)) is None
    with pytest.raises(AccountError, match="12 characters"):
        accounts.accept_invitation(register, second, "short", AT)
    assert accounts.accept_invitation(register, second, OTHER, AT).name == "karim"
    with pytest.raises(AccountError, match="was used or has ended"):
        accounts.accept_invitation(register, second, GOOD, AT)
    done = sessions.sign_in(register, "karim", OTHER, visitor(address="192.0.2.9"))
    assert isinstance(done, SignedIn)
    third = accounts.invite(register, "karim", "mona", AT)
    accounts.disable(register, "karim", "mona", AT)
    assert accounts.invited(register, third, AT) is None
    with pytest.raises(AccountError, match="is disabled"):
        accounts.invite(register, "karim", "mona", AT)


def test_an_invitation_that_two_accept_at_once_is_used_once(register: Register, mona: Account) -> None:
    accounts.add_account(register, "karim", "كريم", "reviewer", "mona", AT)
    secret = accounts.invite(register, "karim", "mona", AT)

    def accept(number: int) -> bool:
        try:
            return bool(accounts.accept_invitation(register, secret, f"{OTHER} {number}", AT))
        except AccountError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == [False, False, False, True]


def test_the_last_administrator_stays(register: Register, mona: Account) -> None:
    accounts.add_account(register, "karim", "كريم", "administrator", "mona", AT)  # nobody can sign in with it yet
    with pytest.raises(AccountError, match="is the last administrator"):
        accounts.change_role(register, "mona", "editor", "mona", AT)
    with pytest.raises(AccountError, match="is the last administrator"):
        accounts.disable(register, "mona", "mona", AT)
    accounts.set_password(register, "karim", OTHER, "mona", AT)
    with ThreadPoolExecutor(2) as pool:  # each takes the other's office at once
        done = [pool.submit(accounts.change_role, register, name, "guest", "x", AT) for name in ("mona", "karim")]
    assert sorted(future.exception() is None for future in done) == [False, True]
    assert [a.role for a in register.accounts() if a.able].count("administrator") == 1


def test_a_disabled_account_opens_nothing(register: Register, mona: Account) -> None:
    accounts.add_account(register, "karim", "كريم", "editor", "mona", AT)
    karim = accounts.set_password(register, "karim", OTHER, "mona", AT)
    done = sessions.sign_in(register, "karim", OTHER, visitor())
    assert isinstance(done, SignedIn)
    token, _ = tokens.make_token(register, karim, "table", "editor", 5, "karim", AT)
    _, feed = saved.save_search(register, "karim", "Iraq", "country=IQ", AT)
    assert saved.followed(register, feed) is not None
    accounts.disable(register, "karim", "mona", AT)
    assert sessions.session_of(register, done.secret, AT) is None
    assert tokens.token_of(register, token, AT) is None
    assert saved.followed(register, feed) is None
    with pytest.raises(AccountError) as told:
        sessions.sign_in(register, "karim", OTHER, visitor())
    assert told.value.wrong == "sign_in_wrong"
    accounts.enable(register, "karim", "mona", AT)
    assert sessions.session_of(register, done.secret, AT) is None  # what ended stays ended
    assert tokens.token_of(register, token, AT) is None
    assert sessions.sign_in(register, "karim", OTHER, visitor())


def test_guessing_one_name_is_slow(register: Register, mona: Account) -> None:
    for turn in range(5):
        assert wrong(register, address=f"198.51.100.{turn}") == "sign_in_wrong"
    waits = []
    minutes = 0.0
    for turn in range(12):
        with pytest.raises(WaitError) as told:
            sessions.sign_in(register, "mona", GOOD, visitor(minutes, f"203.0.113.{turn}"))  # the right one, too early
        waits.append(told.value.seconds)
        minutes += told.value.seconds / 60
        assert wrong(register, "mona", minutes, f"203.0.113.{turn}") == "sign_in_wrong"
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    kept = register.account("mona")
    assert kept is not None
    assert kept.failed == 17
    done = signed_in(register, minutes + 5)
    assert done.account.failed == 0
    assert wrong(register, "mona", minutes + 6) == "sign_in_wrong"  # counted from nought again
    signed_in(register, minutes + 6)


def test_guessing_from_one_address_is_slow_whatever_the_names(register: Register, mona: Account) -> None:
    for turn in range(20):
        assert wrong(register, f"name{turn}") == "sign_in_wrong"
    with pytest.raises(WaitError):
        sessions.sign_in(register, "name20", "x", visitor())
    assert isinstance(sessions.sign_in(register, "mona", GOOD, visitor(0, "192.0.2.8")), SignedIn)  # from elsewhere
    done = sessions.sign_in(register, "mona", GOOD, visitor(1))
    assert isinstance(done, SignedIn)
    with pytest.raises(WaitError):  # a success of one's own gives only itself back
        sessions.sign_in(register, "name99", "x", visitor(1))
    assert isinstance(sessions.sign_in(register, "mona", GOOD, visitor(60 * 24 + 2)), SignedIn)  # forgotten after a day


def test_many_at_once_gain_nothing(register: Register, mona: Account) -> None:
    def guess(turn: int) -> str:
        try:
            sessions.sign_in(register, "mona", f"guess {turn}", visitor(0, f"203.0.113.{turn}"))
        except AccountError as error:
            return error.wrong
        return "in"

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(guess, range(16)))
    assert found == ["sign_in_wait"] * 11 + ["sign_in_wrong"] * 5


def test_addresses_are_counted_by_network() -> None:
    same = {limits.address_limit(a).key for a in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")}
    assert len(same) == 1
    assert limits.address_limit("::ffff:192.0.2.1") == limits.address_limit("192.0.2.1") != limits.address_limit("192.0.2.2")
    assert limits.address_limit("testclient").key == "address unknown"


def enrolled(register: Register, mona: Account) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    begun = codes.begin_codes(register, mona)
    waiting = register.account("mona")
    assert waiting is not None
    totp = pyotp.TOTP(begun.secret)
    return totp, codes.confirm_codes(register, waiting, totp.at(AT), AT)


def test_codes_are_asked_for_once_they_are_confirmed(register: Register, mona: Account) -> None:
    begun = codes.begin_codes(register, mona)
    assert begun.uri == f"otpauth://totp/Sijill:mona?secret={begun.secret}&issuer=Sijill"
    picture = etree.fromstring(begun.svg.encode())
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert "style" not in begun.svg
    signed_in(register)  # not confirmed yet
    waiting = register.account("mona")
    assert waiting is not None
    assert codes.begin_codes(register, waiting, anew=False).secret == begun.secret
    with pytest.raises(AccountError, match="no code of now"):
        codes.confirm_codes(register, waiting, "000000" if pyotp.TOTP(begun.secret).at(AT) != "000000" else "000001", AT)
    codes.confirm_codes(register, waiting, pyotp.TOTP(begun.secret).at(AT), AT)
    half = sessions.sign_in(register, "mona", GOOD, visitor(1))
    assert isinstance(half, CodeNeeded)
    assert sessions.session_of(register, half.secret, visitor(1).at) is None  # half a sign-in opens nothing
    confirmed = register.account("mona")
    assert confirmed is not None
    with pytest.raises(AccountError, match="has one-time codes already"):
        codes.begin_codes(register, confirmed)
    codes.remove_codes(register, confirmed, "mona", AT)
    signed_in(register, 2)


def test_no_code_is_taken_twice_and_clocks_may_be_half_a_minute_off(register: Register, mona: Account) -> None:
    totp, _ = enrolled(register, mona)

    def end(minutes: float, code: str) -> str:
        half = sessions.sign_in(register, "mona", GOOD, visitor(minutes))
        assert isinstance(half, CodeNeeded)
        try:
            done = sessions.sign_in_with_code(register, half.secret, code, visitor(minutes))
        except AccountError as error:
            return error.wrong
        assert sessions.session_of(register, half.secret, visitor(minutes).at) is None
        with pytest.raises(AccountError, match="took too long"):
            sessions.sign_in_with_code(register, half.secret, code, visitor(minutes))
        return done.account.name

    assert end(0, totp.at(AT)) == "code_wrong"  # the one that confirmed
    at = visitor(10).at
    assert end(10, totp.at(at + -2 * STEP)) == "code_wrong"
    assert end(10, totp.at(at + 2 * STEP)) == "code_wrong"
    assert end(10, totp.at(at + -1 * STEP)) == "mona"
    assert end(10, totp.at(at + -1 * STEP)) == "code_wrong"
    assert end(10, f" {totp.at(at)[:3]} {totp.at(at)[3:]} ") == "mona"
    assert end(10, totp.at(at + -1 * STEP)) == "code_wrong"  # nor one from before
    eastern = totp.at(at + 1 * STEP).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert end(10, eastern) == "mona"


def test_a_code_that_two_use_at_once_is_taken_once(register: Register, mona: Account) -> None:
    totp, _ = enrolled(register, mona)
    at = visitor(5).at
    account = register.account("mona")
    assert account is not None
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: codes.take_code(register, account, totp.at(at), at), range(4))) == 1


def test_a_recovery_code_is_taken_once(register: Register, mona: Account) -> None:
    _, recovery = enrolled(register, mona)
    assert len(set(recovery)) == 8
    for word, told in ((recovery[0].upper().replace("-", " "), "in"), (recovery[0], "code_wrong"), (recovery[1], "in")):
        half = sessions.sign_in(register, "mona", GOOD, visitor(1))
        assert isinstance(half, CodeNeeded)
        try:
            sessions.sign_in_with_code(register, half.secret, word, visitor(1))
            found = "in"
        except AccountError as error:
            found = error.wrong
        assert found == told
    assert register.count_recovery_codes(mona.id) == 6


def test_guessing_codes_is_slow_and_half_a_sign_in_ends(register: Register, mona: Account) -> None:
    totp, _ = enrolled(register, mona)
    half = sessions.sign_in(register, "mona", GOOD, visitor(1))
    assert isinstance(half, CodeNeeded)
    for turn in range(5):
        with pytest.raises(AccountError, match="no code of now"):
            sessions.sign_in_with_code(register, half.secret, f"{turn}", visitor(1))
    with pytest.raises(WaitError):
        sessions.sign_in_with_code(register, half.secret, totp.at(visitor(1).at), visitor(1))
    with pytest.raises(AccountError, match="took too long"):
        sessions.sign_in_with_code(register, half.secret, totp.at(visitor(6).at), visitor(6))
    again = sessions.sign_in(register, "mona", GOOD, visitor(6))  # another half does not begin the count anew
    assert isinstance(again, CodeNeeded)
    with pytest.raises(AccountError, match="no code of now"):
        sessions.sign_in_with_code(register, again.secret, "1", visitor(6))
    with pytest.raises(WaitError):
        sessions.sign_in_with_code(register, again.secret, totp.at(visitor(6).at), visitor(6))


def test_a_token_gives_the_lower_of_two_roles_and_ends(register: Register, mona: Account) -> None:
    secret, row = tokens.make_token(register, mona, " weekly  table ", "editor", 30, "mona", AT)
    assert (row.name, row.seen) == ("weekly table", None)
    found = tokens.token_of(register, secret, AT)
    assert found is not None
    assert found[2] == "editor"
    assert tokens.keep_token(register, found[0], AT)
    assert register.tokens_of(mona.id)[0].seen == AT
    assert not tokens.keep_token(register, register.tokens_of(mona.id)[0], AT + timedelta(seconds=59))
    accounts.add_account(register, "karim", "كريم", "administrator", "mona", AT)
    accounts.set_password(register, "karim", OTHER, "mona", AT)
    lowered = accounts.change_role(register, "mona", "guest", "karim", AT)
    found = tokens.token_of(register, secret, AT)
    assert found is not None
    assert found[2] == "guest"
    assert tokens.token_of(register, secret, AT + timedelta(days=30)) is None
    assert tokens.token_of(register, secret.removeprefix("sijill_"), AT) is None
    for name, role, days, why in (("", "guest", 1, "token_odd"), ("x", "guest", 0, "token_odd"), ("x", "editor", 1, "token_role")):
        with pytest.raises(AccountError) as told:
            tokens.make_token(register, lowered, name, role, days, "mona", AT)
        assert told.value.wrong == why
    karim = register.account("karim")
    assert karim is not None
    with pytest.raises(AccountError, match="no token"):
        tokens.end_token(register, karim, row.id, "karim", AT)
    tokens.end_token(register, lowered, row.id, "mona", AT)
    assert tokens.token_of(register, secret, AT) is None


def test_roles_are_in_order() -> None:
    assert [tokens.lower_role(left, right) for left, right in pairwise(ROLES)] == list(ROLES[:-1])


def test_the_password_is_asked_for_again(register: Register, mona: Account) -> None:
    sessions.confirm_password(register, mona, GOOD, visitor())
    for turn in range(5):
        with pytest.raises(AccountError, match="not the password of this account"):
            sessions.confirm_password(register, mona, f"guess {turn}", visitor())
    with pytest.raises(WaitError):
        sessions.confirm_password(register, mona, GOOD, visitor())


def test_the_audit_log_tells_who_did_what(register: Register, mona: Account) -> None:
    wrong(register)
    wrong(register, GOOD)  # a password typed as the name
    signed_in(register)
    accounts.add_account(register, "karim", "كريم", "guest", "mona", AT)
    accounts.change_role(register, "karim", "editor", "mona", AT)
    assert not second_reviewer_required(register)
    require_second_reviewer(register, True, "mona", AT + timedelta(hours=1))
    assert second_reviewer_required(register)
    assert log(register) == [
        ("setup", "account-added", "mona", "done"),
        ("setup", "password-set", "mona", "done"),
        ("mona", "sign-in", "", "refused"),
        ("", "sign-in", "", "refused"),
        ("mona", "sign-in", "mona", "done"),
        ("mona", "account-added", "karim", "done"),
        ("mona", "role-changed", "karim", "done"),
        ("mona", "second-reviewer", "", "done"),
    ]
    assert log(register, about="karim", who="mona", action="role-changed") == [("mona", "role-changed", "karim", "done")]
    assert len(log(register, outcome="refused")) == 2
    (entry,) = entries(register, AuditFilters(since=AT + timedelta(minutes=1), until=AT + timedelta(hours=2))).rows
    assert (entry.detail, entry.at) == ({"required": True}, AT + timedelta(hours=1))
    first = entries(register, AuditFilters(), limit=5)
    rest = entries(register, AuditFilters(), first.cursor, limit=5)
    assert (len(first.rows), len(rest.rows), rest.cursor) == (5, 3, "")
    assert [e.id for e in (*first.rows, *rest.rows)] == sorted((e.id for e in (*first.rows, *rest.rows)), reverse=True)
    with pytest.raises(ValueError, match="no cursor"):
        entries(register, AuditFilters(), "1; DROP TABLE audit")


def test_nothing_is_done_that_the_log_could_not_keep(register: Register, mona: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.add_account(register, "karim", "كريم", "guest", "mona", AT)
    with register._database.writing() as connection:
        connection.execute(text("DROP TABLE audit"))
    with pytest.raises(StoreError, match="audit"):
        accounts.change_role(register, "karim", "administrator", "karim", AT)
    kept = register.account("karim")
    assert kept is not None
    assert kept.role == "guest"


def test_saved_searches_are_their_owners(register: Register) -> None:
    search, feed = saved.save_search(register, "mona", " العراق،  متنازع ", "?country=IQ&contested=true&cursor=abc&lang=ar&text=%D8%B3", AT)
    assert (search.name, search.query) == ("العراق، متنازع", "country=IQ&contested=true&text=%D8%B3")
    assert saved.followed(register, feed) == search
    other, _ = saved.save_search(register, "karim", "العراق، متنازع", "country=IQ", AT)
    with pytest.raises(AccountError, match="give another name"):
        saved.save_search(register, "mona", "العراق، متنازع", "", AT)
    for number in (other.id, 99):
        for forbidden in (
            lambda n: saved.remove_search(register, "mona", n),
            lambda n: saved.new_feed(register, "mona", n),
            lambda n: saved.rename_search(register, "mona", n, "mine"),
        ):
            with pytest.raises(AccountError) as told:
                forbidden(number)
            assert told.value.wrong == "saved_unknown"
    anew = saved.new_feed(register, "mona", search.id)
    assert saved.followed(register, feed) is None
    assert saved.followed(register, anew) is not None
    assert saved.rename_search(register, "mona", search.id, "x").name == "x"
    assert [s.name for s in saved.saved_searches(register, "mona")] == ["x"]
    saved.remove_search(register, "mona", search.id)
    assert saved.followed(register, anew) is None
    for name, query in (("", "a=b"), ("x\0", "a=b"), ("x", "a=" + "b" * 3000)):
        with pytest.raises(AccountError):
            saved.save_search(register, "mona", name, query, AT)
