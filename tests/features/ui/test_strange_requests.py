"""Long forms sent as nobody would: a few of the bodies of the long campaign, on each form."""

import pytest

from tests.features.ui.long_forms import LONG_FORMS
from tests.strange.bodies import all_at_once
from tests.strange.pages import forms_of
from tests.strange.sending import Sender
from tests.strange.town import Person
from tests.strange.watch import Watch

EACH = 12
"""Every form gets one body out of so many, in turn: together they get them all several times."""


@pytest.mark.parametrize("turn", range(len(LONG_FORMS)), ids=lambda n: LONG_FORMS[n].__name__)
def test_a_strange_body_is_refused_in_words_and_stores_nothing(app, client, turn):
    made = LONG_FORMS[turn]()
    person = Person(made.person.id, made.person.role)
    page = made.page.partition("#")[0]
    with Watch() as watch:
        sending = Sender(app, watch)
        found = forms_of(sending.open(person, page).text, page)
        form = next(one for one in found if made.name in one.inputs)
        for body in list(all_at_once(form, form.sent()))[turn % EACH :: EACH]:
            sending.try_out(person, form, body)

    assert sending.count > 1
    assert "\n".join(sending.faults) == ""
