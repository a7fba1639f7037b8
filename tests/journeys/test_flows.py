"""Every form that the site takes belongs to a flow, and every flow to a journey that exists."""

from importlib import import_module

from tests.journeys.flows import BY_SCRIPTS, FLOWS


def test_every_form_belongs_to_a_flow(app):
    taken = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}

    played = {endpoint for flow in FLOWS for endpoint in flow.sends}

    assert taken - played == set(BY_SCRIPTS)
    assert played <= taken


def test_every_flow_has_its_journey():
    missing = [
        flow.journey
        for flow in FLOWS
        if not hasattr(import_module(f"tests.journeys.{flow.journey[0]}"), flow.journey[1])
    ]

    assert missing == []
