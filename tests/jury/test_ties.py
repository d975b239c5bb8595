"""What ties a juror to a case: each kind with its evidence, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury import ties

BERG = ties.Juror("Prof. Dr. Erika Berg", "Hochschule Talaue", ("berg@hs-talaue.test",))
CASE = ties.Case(
    name="Bündnis Stahlbogen",
    carrier="Stahlbogen e. V.; Landkreis Moorland",
    website="https://www.stahlbogen.test/start",
    contact="Jonas Olt",
    emails=("olt@stahlbogen.test",),
    team=("Jonas Olt", "Ayla Sommer"),
    texts=(("Ausgangslage", "In Talaue und Moorland arbeiten 9.400 Menschen."),),
)


def found(juror=BERG, **case) -> list[tuple[str, str]]:
    known, asked = ties.know(juror), CASE._replace(**case)
    everything = ties.between(known, ties.read(asked))
    assert ties.between(known, ties.read(asked, ties.wanted([known]))) == everything
    return [tuple(one) for one in everything]


def test_most_pairs_have_nothing_in_common():
    assert found() == []


@pytest.mark.parametrize("own", ["Stahlbogen e.V.", "STAHLBOGEN"])
def test_the_carrier(own):
    expected = [("carrier", "Träger: Stahlbogen e. V.")]
    assert found(BERG._replace(organisation=own)) == expected


def test_one_of_several_carriers_in_other_words():
    assert found(BERG._replace(organisation="Landratsamt Moorland")) == [
        ("carrier", "Träger: Landkreis Moorland")
    ]


def test_a_department_of_the_own_organisation_is_carrier():
    assert found(carrier="Transferstelle der Hochschule Talaue") == [
        ("carrier", "Träger: Transferstelle der Hochschule Talaue")
    ]


def test_the_organisation_as_a_partner_in_the_texts():
    texts = (("Zusammenarbeit", "Zwei Kammern, die HS Talaue und der Landkreis."), ("Wirkung", ""))
    assert found(texts=texts) == [("organisation", "Genannt in: Zusammenarbeit")]


def test_a_chamber():
    juror = BERG._replace(organisation="IHK zu Talaue")
    texts = (("Zusammenarbeit", "Mit der Industrie- und Handelskammer Talaue."),)
    assert found(juror, texts=texts) == [("chamber", "Genannt in: Zusammenarbeit")]
    assert found(juror, carrier="IHK Talaue") == [("chamber", "Träger: IHK Talaue")]


@pytest.mark.parametrize("own", ["IHK Elstertal", "Handwerkskammer Talaue", "IHK", ""])
def test_another_chamber_is_none(own):
    assert found(BERG._replace(organisation=own), carrier="IHK Talaue") == []


@pytest.mark.parametrize(
    ("email", "evidence"),
    [
        ("berg@stahlbogen.test", "E-Mail: stahlbogen.test; Website: stahlbogen.test"),
        ("berg@mail.Stahlbogen.test", "E-Mail: stahlbogen.test; Website: stahlbogen.test"),
    ],
)
def test_the_domain(email, evidence):
    assert found(BERG._replace(emails=(email,))) == [("domain", evidence)]


@pytest.mark.parametrize(
    "domain", ["gmx.de", "T-Online.de", "example.org", "people.example", "localhost"]
)
def test_a_provider_s_domain_is_none(domain):
    assert found(BERG._replace(emails=(f"berg@{domain}",)), emails=(f"olt@{domain}",)) == []


def test_a_domain_that_only_ends_alike_is_none():
    assert found(BERG._replace(emails=("berg@neustahlbogen.test",))) == []


def test_the_name_in_the_application_and_among_people():
    texts = (("Zusammenarbeit", "Geleitet von Frau Erika Berg."), ("Wirkung", "Erika Bergs Rat."))
    assert found(contact="Dr. Erika Berg", team=("Erika Berg", "Jonas Olt"), texts=texts) == [
        ("person", "Genannt in: Ansprechperson, Team, Zusammenarbeit, Wirkung")
    ]


@pytest.mark.parametrize("text", ["Erika hilft.", "Frau Berg hilft.", "Der Berg ruft Erika."])
def test_less_than_the_full_name_is_none(text):
    assert found(texts=(("Wirkung", text),)) == []


@pytest.mark.parametrize(
    "own",
    ["Stadt Moorland", "Talaue AG", "Moorland GmbH", "Bürgerverein Moorland", "Sparkasse Talaue"],
)
def test_the_same_place_is_none(own):
    assert found(BERG._replace(organisation=own)) == []


def test_a_sentence_that_ends_does_not_join_two_words():
    texts = (("Wirkung", "Sie besuchten die Hochschule. Talaue hat zwei, Stadt, Moorland."),)
    assert found(texts=texts) == []
    assert found(BERG._replace(organisation="Stadt Moorland"), texts=texts) == []


def test_evidence_is_never_longer_than_its_column():
    texts = tuple((f"Frage {n}", "Erika Berg") for n in range(200))
    [(kind, evidence)] = found(texts=texts)
    assert (kind, len(evidence), evidence[-1]) == ("person", 600, "…")


WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüß -.", max_size=30)


@given(st.builds(ties.Juror, WORDS, WORDS, st.tuples(WORDS)), WORDS, WORDS, WORDS)
def test_whatever_people_write_it_is_answered_and_always_the_same(juror, name, carrier, text):
    case = ties.Case(name=name, carrier=carrier, texts=(("Text", text),))
    known = ties.know(juror)
    once = ties.between(known, ties.read(case))
    assert once == ties.between(known, ties.read(case, ties.wanted([known])))
    assert once == ties.between(ties.know(juror), ties.read(case))
    assert all(len(one.evidence) <= ties.LONGEST and one.evidence for one in once)
    assert len({one.kind for one in once}) == len(once)
