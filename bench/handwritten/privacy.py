"""Breaches, data protection, and requests of the people concerned."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bench.handwritten.dates import add_months
from bench.handwritten.parsing import Values

NOTIFY_WITHIN = timedelta(hours=72)
INFORM_WITHIN = timedelta(days=14)
SME_EMPLOYEES = 250
IDENTITY_NUMBERS = frozenset({"tax_id", "passport", "bank_account"})
CONFLICTING_POSTS = frozenset({"ceo", "cio", "head_of_marketing", "head_of_hr"})

Outcomes = dict[str, str]


def breach(out: Outcomes, case: Values, as_of: datetime, today: date) -> None:
    """What a breach asks for."""
    breach = case["breach"]
    if not breach["occurred"]:
        for rule in (
            "gdpr.33.1.notify_authority",
            "gdpr.33.5.document_breach",
            "gdpr.34.1.inform_individuals",
            "house.4.3.state_authority",
            "house.4.4.credit_monitoring",
            "house.4.5.review_breach",
        ):
            out[rule] = "not_applicable"
        return
    found, notified, informed = breach["discovered_at"], breach["notified_at"], breach["informed_at"]
    risk = breach["risk"]
    if risk == "none":
        out["gdpr.33.1.notify_authority"] = "not_applicable"
    elif (as_of if notified is None else notified) - found <= NOTIFY_WITHIN:
        out["gdpr.33.1.notify_authority"] = "pending" if notified is None else "satisfied"
    elif notified is not None and breach["delay_reasons_given"]:
        out["gdpr.33.1.notify_authority"] = "review"
    else:
        out["gdpr.33.1.notify_authority"] = "violated"

    out["gdpr.33.5.document_breach"] = "satisfied" if breach["documented"] else "violated"

    if risk != "high":
        out["gdpr.34.1.inform_individuals"] = "not_applicable"
    elif breach["encrypted"] or (breach["individuals"] > 100_000 and breach["public_notice"]):
        out["gdpr.34.1.inform_individuals"] = "exempt"
    elif (as_of if informed is None else informed) - found <= INFORM_WITHIN:
        out["gdpr.34.1.inform_individuals"] = "pending" if informed is None else "satisfied"
    else:
        out["gdpr.34.1.inform_individuals"] = "violated"

    if breach["individuals"] < 500 or "US" not in case["company"]["markets"]:
        out["house.4.3.state_authority"] = "not_applicable"
    elif (today if notified is None else notified.date()) <= found.date() + timedelta(days=60):
        out["house.4.3.state_authority"] = "pending" if notified is None else "satisfied"
    else:
        out["house.4.3.state_authority"] = "violated"

    if not any(category in IDENTITY_NUMBERS for category in breach["categories"]):
        out["house.4.4.credit_monitoring"] = "not_applicable"
    else:
        out["house.4.4.credit_monitoring"] = "satisfied" if breach["monitoring_months"] >= 12 else "violated"

    reviewed = breach["reviewed_on"]
    if risk == "none":
        out["house.4.5.review_breach"] = "not_applicable"
    elif (today if reviewed is None else reviewed) <= add_months(found.date(), 3):
        out["house.4.5.review_breach"] = "pending" if reviewed is None else "satisfied"
    else:
        out["house.4.5.review_breach"] = "violated"


def data_protection(out: Outcomes, case: Values, today: date, regulated: bool) -> None:
    """Officer, records, impact assessment, children."""
    officer, processing, employees = case["officer"], case["processing"], case["company"]["employees"]
    large, special = processing["large_scale"], processing["special_categories"]
    risky = large and (special or "profiling" in processing["purposes"])
    appointed, appointed_on = officer["appointed"], officer["appointed_on"]
    if not risky and not (regulated and employees >= SME_EMPLOYEES):
        out["gdpr.37.1.appoint_officer"] = "not_applicable"
    elif appointed and appointed_on is not None and appointed_on <= today:
        out["gdpr.37.1.appoint_officer"] = "satisfied"
    else:
        out["gdpr.37.1.appoint_officer"] = "violated"

    if appointed:
        conflict = any(role in CONFLICTING_POSTS for role in officer["other_roles"])
        out["gdpr.37.7.publish_contact"] = "satisfied" if officer["contact_published"] else "violated"
        out["gdpr.38.6.no_conflict"] = "violated" if conflict else "satisfied"
    else:
        out["gdpr.37.7.publish_contact"] = out["gdpr.38.6.no_conflict"] = "not_applicable"

    if employees < SME_EMPLOYEES and not large and not special:
        out["gdpr.30.1.records"] = "exempt"
    elif processing["records_kept"] and processing["records_updated_on"] >= add_months(today, -12):
        out["gdpr.30.1.records"] = "satisfied"
    else:
        out["gdpr.30.1.records"] = "violated"

    assessed, started = processing["impact_assessed_on"], processing["started_on"]
    if not risky:
        out["gdpr.35.1.impact_assessment"] = "not_applicable"
    elif assessed is not None and assessed <= started:
        out["gdpr.35.1.impact_assessment"] = "satisfied"
    elif assessed is not None and assessed <= started + timedelta(days=30):
        out["gdpr.35.1.impact_assessment"] = "review"
    else:
        out["gdpr.35.1.impact_assessment"] = "violated"

    if not processing["children"]:
        out["gdpr.8.1.children"] = "not_applicable"
    else:
        age = 16 if case["company"]["country"] in ("DE", "NL", "IE") else 14
        out["gdpr.8.1.children"] = "satisfied" if processing["consent_age"] >= age else "violated"


def requests(out: Outcomes, case: Values, today: date) -> None:
    """Requests of the people concerned."""
    requests = case["requests"]
    if not requests:
        out["gdpr.12.3.answer_requests"] = out["gdpr.12.5.free_of_charge"] = "not_applicable"
    else:
        open_ones = late = False
        for request in requests:
            answered = request["answered"]
            if answered is None:
                open_ones = True
                answered = today
            if answered > add_months(request["received"], 3 if request["extended"] else 1):
                late = True
                break
        out["gdpr.12.3.answer_requests"] = "violated" if late else "pending" if open_ones else "satisfied"
        charged = any(request["fee"] > 0 and not request["excessive"] for request in requests)
        out["gdpr.12.5.free_of_charge"] = "violated" if charged else "satisfied"

    refusals = [request for request in requests if request["refused"]]
    if not refusals:
        out["gdpr.12.4.give_reasons"] = "not_applicable"
    else:
        reasoned = all(request["reason_given"] for request in refusals)
        out["gdpr.12.4.give_reasons"] = "satisfied" if reasoned else "violated"

    out["gdpr.15.1.access"] = _fulfilled(requests, "access")
    erasure = _fulfilled(requests, "erasure")
    exempt = erasure != "not_applicable" and case["processing"]["legal_hold"]
    out["gdpr.17.1.erasure"] = "exempt" if exempt else erasure

    if not case["marketing"]["channels"]:
        out["gdpr.21.3.objection"] = "not_applicable"
    else:
        ignored = any(request["kind"] == "objection" and not request["fulfilled"] for request in requests)
        out["gdpr.21.3.objection"] = "violated" if ignored else "satisfied"


def _fulfilled(requests: list[Values], kind: str) -> str:
    found = False
    for request in requests:
        if request["kind"] == kind:
            found = True
            if not (request["refused"] or request["fulfilled"]):
                return "violated"
    return "satisfied" if found else "not_applicable"
