"""Outsourcing, marketing and security."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bench.handwritten.dates import add_months, in_force
from bench.handwritten.parsing import Values

UNSUBSCRIBE_LIMIT = timedelta(hours=240)
PASSWORD_LENGTH_SINCE = ((date(2025, 3, 31), 12), (date(2018, 5, 25), 7))
PATCH_WITHIN = timedelta(days=30)
LOG_KEPT = timedelta(days=365)
ADEQUATE_COUNTRIES = frozenset({"CH", "GB", "JP", "KR", "NZ", "US"})

Outcomes = dict[str, str]


def outsourcing(out: Outcomes, case: Values, today: date, regulated: bool) -> None:
    """Processors and transfers abroad."""
    processors, country = case["processors"], case["company"]["country"]
    critical = [processor for processor in processors if processor["critical"]]
    if not critical:
        out["gdpr.28.1.audit_processors"] = "not_applicable"
    else:
        oldest = add_months(today, -24)
        audited = all(
            processor["audited_on"] is not None and processor["audited_on"] >= oldest
            for processor in critical
        )
        out["gdpr.28.1.audit_processors"] = "satisfied" if audited else "violated"

    if not processors:
        out["gdpr.28.3.contracts"] = out["gdpr.28.4.sub_processors"] = "not_applicable"
    else:
        signed = all(processor["contract_signed"] for processor in processors)
        out["gdpr.28.3.contracts"] = "satisfied" if signed else "violated"
        unapproved = any(p["subprocessors"] > 0 and not p["subprocessors_approved"] for p in processors)
        out["gdpr.28.4.sub_processors"] = "violated" if unapproved else "satisfied"

    transfers = case["transfers"]
    if not transfers:
        out["gdpr.44.transfers"] = "not_applicable"
    else:
        lawful = all(
            transfer["country"] in ADEQUATE_COUNTRIES
            or (transfer["basis"] in ("clauses", "binding_rules") and transfer["assessed"])
            or transfer["basis"] == "consent"
            for transfer in transfers
        )
        out["gdpr.44.transfers"] = "satisfied" if lawful else "violated"

    if not regulated:
        out["house.5.1.concentration"] = out["house.5.2.exit_plan"] = "not_applicable"
        return
    abroad = sum(processor["country"] != country for processor in critical)
    out["house.5.1.concentration"] = "satisfied" if abroad <= 3 else "violated"
    tested = case["security"]["exit_plan_tested_on"]
    if not critical:
        out["house.5.2.exit_plan"] = "not_applicable"
    elif tested is not None and tested >= add_months(today, -12):
        out["house.5.2.exit_plan"] = "satisfied"
    else:
        out["house.5.2.exit_plan"] = "violated"


def marketing(out: Outcomes, case: Values) -> None:
    """Consent and complaints."""
    marketing = case["marketing"]
    channels, contacts = marketing["channels"], marketing["contacts"]
    if "email" not in channels and "sms" not in channels:
        out["eprivacy.13.1.consent"] = "not_applicable"
    elif marketing["customers_only"] and marketing["opt_out_offered"]:
        out["eprivacy.13.1.consent"] = "exempt"
    else:
        out["eprivacy.13.1.consent"] = "satisfied" if marketing["opt_in"] else "violated"

    if not channels or "US" not in case["company"]["markets"]:
        out["house.6.1.unsubscribe"] = "not_applicable"
    else:
        in_time = marketing["unsubscribe_within"] <= UNSUBSCRIBE_LIMIT
        out["house.6.1.unsubscribe"] = "satisfied" if in_time else "violated"

    if contacts <= 0:
        out["house.6.2.complaint_rate"] = "not_applicable"
    else:
        few = marketing["complaints"] * 1000 <= contacts * 3
        out["house.6.2.complaint_rate"] = "satisfied" if few else "violated"


def security(out: Outcomes, case: Values, as_of: datetime, today: date) -> None:
    """Access, patches, tests and backups."""
    security, company = case["security"], case["company"]
    mfa, length, cards = security["mfa"], security["password_length"], security["stores_cards"]
    if cards or "payments" in company["sectors"]:
        out["pci.8.4.mfa"] = "satisfied" if mfa else "violated"
    else:
        out["pci.8.4.mfa"] = "not_applicable"

    long_enough = length >= in_force(today, PASSWORD_LENGTH_SINCE) or (mfa and length >= 10)
    out["pci.8.3.passwords"] = "satisfied" if long_enough else "violated"

    critical = [patch for patch in security["patches"] if patch["severity"] == "critical"]
    if not critical:
        out["pci.6.3.patches"] = "not_applicable"
    else:
        open_ones = late = False
        for patch in critical:
            installed = patch["installed_at"]
            if installed is None:
                open_ones = True
                installed = as_of
            if installed - patch["published_at"] > PATCH_WITHIN:
                late = True
                break
        out["pci.6.3.patches"] = "violated" if late else "pending" if open_ones else "satisfied"

    if not cards:
        out["pci.11.4.penetration_test"] = out["pci.3.5.card_encryption"] = "not_applicable"
    else:
        tested = security["penetration_tested_on"]
        recent = tested is not None and add_months(tested, 12) >= today
        out["pci.11.4.penetration_test"] = "satisfied" if recent else "violated"
        weak = security["card_encryption"] in ("none", "des")
        out["pci.3.5.card_encryption"] = "violated" if weak else "satisfied"

    out["pci.10.5.logs"] = "satisfied" if security["log_retention"] >= LOG_KEPT else "violated"
    tried = security["backup_tested_on"]
    in_time = tried is not None and (today - tried).days <= 92
    out["house.7.1.backups"] = "satisfied" if in_time else "violated"

    if company["employees"] < 10:
        out["house.7.2.admins"] = "exempt"
    elif security["shared_accounts"] == 0 and security["admins"] * 25 <= company["employees"] + 100:
        out["house.7.2.admins"] = "satisfied"
    else:
        out["house.7.2.admins"] = "violated"
