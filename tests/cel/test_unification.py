"""Type parameters: what they come to stand for."""

from __future__ import annotations

from xreason.cel import types
from xreason.cel.types import Type
from xreason.cel.unification import Substitution

INT, STRING, DYN = types.INT, types.STRING, types.DYN


def test_a_parameter_stands_for_the_first_type_it_meets() -> None:
    types_ = Substitution()
    t = types_.fresh()
    assert types_.assignable(INT, t)
    assert types_.resolve(t) == INT
    assert types_.assignable(INT, t)
    assert not types_.assignable(STRING, t)


def test_it_stands_for_the_more_general_of_two() -> None:
    types_ = Substitution()
    t = types_.fresh()
    assert types_.assign((types.list_of(INT), types.list_of(DYN)), (t, t))
    assert types_.resolve(t) == types.list_of(DYN)


def test_null_fits_what_may_be_null() -> None:
    for type_ in (types.TIMESTAMP, types.DURATION, types.optional_of(INT), types.nullable(INT)):
        assert Substitution().assignable(types.NULL, type_)
        assert Substitution().assignable(type_, types.NULL)
        assert Substitution().join(types.NULL, type_) == type_
    assert not Substitution().assignable(types.NULL, INT)


def test_a_nullable_fits_its_type_and_the_other_way_round() -> None:
    may_be = types.nullable(INT)
    assert Substitution().assignable(may_be, INT)
    assert Substitution().assignable(INT, may_be)
    assert Substitution().join(INT, may_be) == Substitution().join(may_be, INT) == may_be


def test_records_and_enums_fit_only_their_like() -> None:
    one, other = types.enum(("a", "b")), types.enum(("a", "c"))
    assert Substitution().assignable(one, types.enum(("a", "b")))
    assert not Substitution().assignable(one, other)
    person = types.record("person", (("name", STRING),))
    assert not Substitution().assignable(person, types.record("person", (("name", INT),)))
    assert not Substitution().assignable(person, types.record("firm", (("name", STRING),)))


def test_a_failed_assignment_leaves_nothing_behind() -> None:
    types_ = Substitution()
    t = types_.fresh()
    assert not types_.assign((INT, STRING), (t, t))
    assert types_.resolve(t) == t
    assert not types_.assign((INT,), (t, t))


def test_a_parameter_never_stands_for_a_type_that_holds_it() -> None:
    types_ = Substitution()
    t, u = types_.fresh(), types_.fresh()
    assert not types_.assignable(types.list_of(t), t)
    assert types_.assignable(u, t)
    assert not types_.assignable(types.list_of(t), u)


def test_parameters_may_stand_for_each_other() -> None:
    types_ = Substitution()
    t, u = types_.fresh(), types_.fresh()
    assert types_.assignable(t, u)
    assert types_.assignable(INT, t)
    assert types_.resolve(types.map_of(t, u)) == types.map_of(INT, INT)
    assert types_.shallow(u) == INT


def test_a_signature_gets_parameters_of_its_own_each_time() -> None:
    types_ = Substitution()
    a = types.param("A")
    first = types_.instance((a, types.list_of(a)))
    second = types_.instance((a, INT))
    assert first[1] == types.list_of(first[0])
    assert first[0] != second[0]
    assert second[1] is INT


def test_what_is_open_is_replaced_at_the_end() -> None:
    types_ = Substitution()
    t = types_.fresh()
    assert types_.resolve(types.list_of(t), DYN) == types.list_of(DYN)
    whole: Type = types.list_of(INT)
    assert types_.resolve(whole) is whole
