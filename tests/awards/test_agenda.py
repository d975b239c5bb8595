"""The order of the cases: nobody could walk out and in less often, and ties keep the ranking."""

from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards.agenda import EXACT, _exact, order, walks

SETS = st.frozensets(st.sampled_from("abcde"))


def taken(barred, places):
    return [barred[place] for place in places]


def brute(barred):
    """All orders tried; of the shortest the first in the order of the ranking."""
    return min(permutations(range(len(barred))), key=lambda p: (walks(taken(barred, p)), p))


def test_walks_are_counted_out_and_in():
    a, b = frozenset("a"), frozenset("ab")
    assert walks([]) == 0
    assert walks([frozenset()]) == 0
    assert walks([a]) == 2
    assert walks([a, a]) == 2
    assert walks([a, b]) == 4  # a out, b out, both in
    assert walks([a, frozenset(), a]) == 4


def test_an_empty_agenda_has_an_order():
    assert order([]) == []


def test_without_conflicts_the_ranking_stays():
    assert order([frozenset()] * 7) == list(range(7))
    assert order([frozenset()] * 40) == list(range(40))


def test_those_who_leave_twice_leave_once():
    a, none = frozenset("a"), frozenset()
    assert order([a, none, a]) == [0, 2, 1]


@given(st.lists(SETS, max_size=6))
@settings(max_examples=300)
def test_few_cases_are_ordered_as_by_trying_all(barred):
    assert tuple(order(barred)) == brute(barred)


@given(st.lists(SETS, min_size=EXACT + 1, max_size=40))
@settings(max_examples=60)
def test_many_cases_are_all_there_and_never_worse_than_the_ranking(barred):
    found = order(barred)
    assert sorted(found) == list(range(len(barred)))
    assert walks(taken(barred, found)) <= walks(barred)


@given(st.lists(st.frozensets(st.sampled_from("abc")), min_size=EXACT + 1, max_size=40))
@settings(max_examples=30)
def test_many_cases_with_few_different_conflicts_are_ordered_exactly(barred):
    different = sorted(set(barred), key=sorted)
    best = walks(taken(different, order(different)))
    assert walks(taken(barred, order(barred))) == best
    for who in different:  # those alike stand side by side, in the order of the ranking
        places = [place for place in order(barred) if barred[place] == who]
        assert places == sorted(places)


@pytest.mark.parametrize("seed", range(5))
def test_the_improved_path_is_near_the_best(seed):
    """Twelve different sets, where trying all is still possible by the exact way."""
    chance = Random(seed)
    every = [
        frozenset(w for w, is_in in zip("abcdef", bits, strict=True) if is_in)
        for bits in product((0, 1), repeat=6)
    ]
    barred = chance.sample(every, 12)
    exact = walks(taken(barred, _exact(barred)))
    assert exact <= walks(taken(barred, order(barred))) <= exact + 4
