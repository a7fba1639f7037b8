"""Plain rules: the list of communes, points by distance, what a question may not hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stirrup.referrals import places
from stirrup.referrals.commune_list import CommuneList, accept, prefer, refuse, take_away
from stirrup.referrals.discretion import PrivateMatter, find_private_matter
from stirrup.referrals.notice import NOTICE, NOTICE_VERSION
from tests.features.referrals.situations import CROIX, ROUBAIX, TOURCOING

CODES = st.sampled_from([code for code, _name in places.commune_choices()])
ACTS = st.one_of(
    st.tuples(st.sampled_from([accept, refuse]), st.lists(CODES, max_size=4, unique=True)),
    st.tuples(st.sampled_from([prefer, take_away]), CODES),
)


@settings(max_examples=60)
@given(st.lists(ACTS, max_size=12))
def test_a_commune_is_never_listed_twice(acts):
    wishes = CommuneList([], [])

    for act, what in acts:
        wishes = act(wishes, what)

    listed = wishes.accepted + wishes.refused
    assert len(listed) == len(set(listed))


def test_preferring_moves_a_commune_up_by_one():
    wishes = CommuneList([ROUBAIX, CROIX, TOURCOING], [])

    assert prefer(wishes, TOURCOING).accepted == [ROUBAIX, TOURCOING, CROIX]
    assert prefer(wishes, ROUBAIX) == wishes


def test_accepting_what_was_refused_changes_its_side():
    wishes = accept(CommuneList([], [CROIX]), [CROIX])

    assert wishes == CommuneList([CROIX], [])


def test_a_commune_comes_with_those_around_the_nearest_first():
    alone, around = places.communes_within(ROUBAIX, 0), places.communes_within(ROUBAIX, 4)

    assert alone == [ROUBAIX]
    assert around[0] == ROUBAIX
    assert CROIX in around


def test_every_point_offered_is_found_again_by_its_place():
    for key, _label in places.point_choices():
        assert places.key_of(places.get_point(key)) == key


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Le numéro est le 06 11 22 33 44", PrivateMatter.NUMBER),
        ("NIR 2 85 05 59 512 123 45 ?", PrivateMatter.NUMBER),
        ("Écrire à lea@example.org ?", PrivateMatter.ADDRESS),
        ("Est-elle malade, ou à l’hôpital ?", PrivateMatter.HEALTH),
        ("Une entrée le 01/12/2026 est-elle possible ?", None),
        ("Deux chambres suffisent-elles ?", None),
    ],
)
def test_a_question_holds_no_private_matter(text, matter):
    assert find_private_matter(text) == matter


def test_the_notice_answers_the_five_questions_of_its_version():
    headings = [heading for heading, _sentences in NOTICE]

    assert NOTICE_VERSION == "2026-11"
    assert headings == [
        "What it is for",
        "What we write down",
        "Who sees it",
        "For how long",
        "Your rights",
    ]
