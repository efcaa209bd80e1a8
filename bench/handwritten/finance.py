"""Capital, money laundering, accounts and complaints."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from bench.handwritten.dates import add_months, add_workdays, in_force, roll_to_workday
from bench.handwritten.parsing import Values

SME_EMPLOYEES = 250
SME_TURNOVER = Decimal("50000000.00")
SME_BALANCE = Decimal("43000000.00")
TIER1_FLOOR = Decimal("0.06")
TOTAL_FLOOR = Decimal("0.08")
LEVERAGE_FLOOR_SINCE = ((date(2021, 6, 28), Decimal("0.03")), (date(2018, 5, 25), Decimal("0.025")))
CASH_LIMIT = Decimal(10000)
CASH_SHARE = Decimal("0.002")
FILING_MONTHS = 9
SUSPICION_WITHIN = timedelta(days=30)

Outcomes = dict[str, str]


def capital(out: Outcomes, case: Values, today: date) -> None:
    """Capital ratios, reports, and safeguarding."""
    capital, company, year_end = case["capital"], case["company"], case["accounts"]["year_end"]
    if "banking" in company["sectors"]:
        tier1, weighted = capital["tier1"], capital["risk_weighted"]
        enough = tier1 / weighted >= TIER1_FLOOR
        out["crr.92.1b.tier1"] = "satisfied" if enough else "violated"
        enough = capital["total"] / weighted >= TOTAL_FLOOR + capital["buffer"]
        out["crr.92.1c.total"] = "satisfied" if enough else "violated"
        small = company["employees"] < SME_EMPLOYEES and (
            company["turnover"] <= SME_TURNOVER or company["balance_sheet"] <= SME_BALANCE
        )
        if small and not company["listed"]:
            out["crr.92.1d.leverage"] = "exempt"
        else:
            enough = tier1 >= capital["exposure"] * in_force(today, LEVERAGE_FLOOR_SINCE)
            out["crr.92.1d.leverage"] = "satisfied" if enough else "violated"
        due, reported = add_workdays(year_end, 30), capital["reported_on"]
        if (today if reported is None else reported) <= due:
            out["crr.430.report"] = "pending" if reported is None else "satisfied"
        else:
            out["crr.430.report"] = "violated"
    else:
        for rule in ("crr.92.1b.tier1", "crr.92.1c.total", "crr.92.1d.leverage", "crr.430.report"):
            out[rule] = "not_applicable"

    if "payments" in company["sectors"] and capital["client_funds"] > 0:
        safe = capital["safeguarded"] >= capital["client_funds"]
        out["emd.7.1.safeguard"] = "satisfied" if safe else "violated"
    else:
        out["emd.7.1.safeguard"] = "not_applicable"


def money_laundering(out: Outcomes, case: Values, as_of: datetime, today: date, regulated: bool) -> None:
    """Customers, suspicions and cash."""
    aml = case["aml"]
    if regulated:
        _customers(out, aml, as_of, today)
    else:
        for rule in (
            "amld.8.4.officer",
            "amld.13.1.owners",
            "amld.18.1.enhanced",
            "amld.33.1.report_suspicion",
            "amld.39.1.no_tipping_off",
        ):
            out[rule] = "not_applicable"

    payments = aml["cash_payments"]
    large = [payment for payment in payments if payment["amount"] >= CASH_LIMIT]
    if not large:
        out["amld.11.cash"] = "not_applicable"
    else:
        handled = all(payment["identified"] and payment["reported"] for payment in large)
        out["amld.11.cash"] = "satisfied" if handled else "violated"
    if not payments:
        out["house.9.4.cash_share"] = "not_applicable"
    else:
        little = sum(payment["amount"] for payment in payments) <= case["company"]["turnover"] * CASH_SHARE
        out["house.9.4.cash_share"] = "satisfied" if little else "violated"


def _customers(out: Outcomes, aml: Values, as_of: datetime, today: date) -> None:
    customers, suspicions = aml["customers"], aml["suspicions"]
    out["amld.8.4.officer"] = "satisfied" if aml["officer_named"] else "violated"
    if not customers:
        out["amld.13.1.owners"] = "not_applicable"
    else:
        known = all(customer["owners_identified"] for customer in customers)
        out["amld.13.1.owners"] = "satisfied" if known else "violated"

    risky = [customer for customer in customers if customer["pep"] or customer["risk"] == "high"]
    if not risky:
        out["amld.18.1.enhanced"] = "not_applicable"
    else:
        oldest = add_months(today, -12)
        watched = all(c["senior_approval"] and c["reviewed_on"] >= oldest for c in risky)
        out["amld.18.1.enhanced"] = "satisfied" if watched else "violated"

    if not suspicions:
        out["amld.33.1.report_suspicion"] = "not_applicable"
    else:
        open_ones = late = False
        for suspicion in suspicions:
            filed = suspicion["filed_at"]
            if filed is None:
                open_ones = True
                filed = as_of
            if filed - suspicion["detected_at"] > SUSPICION_WITHIN:
                late = True
                break
        out["amld.33.1.report_suspicion"] = "violated" if late else "pending" if open_ones else "satisfied"
    tipped = any(suspicion["tipped_off"] for suspicion in suspicions)
    out["amld.39.1.no_tipping_off"] = "violated" if tipped else "satisfied"


def accounts(out: Outcomes, case: Values, today: date) -> None:
    """Accounts and complaints."""
    accounts, company, complaints = case["accounts"], case["company"], case["complaints"]
    filed = accounts["filed_on"]
    if company["legal_form"] == "sole_trader":
        out["house.10.1.file_accounts"] = "exempt"
    else:
        due = roll_to_workday(add_months(accounts["year_end"], 4 if company["listed"] else FILING_MONTHS))
        if (today if filed is None else filed) <= due:
            out["house.10.1.file_accounts"] = "pending" if filed is None else "satisfied"
        else:
            out["house.10.1.file_accounts"] = "violated"

    if not company["listed"] or filed is None:
        out["sox.302.certify"] = "not_applicable"
    else:
        signed = accounts["certified_by"]
        certified = "ceo" in signed and "cfo" in signed and accounts["auditor_years"] <= 5
        out["sox.302.certify"] = "satisfied" if certified else "violated"

    if not complaints:
        out["house.11.1.complaints"] = "not_applicable"
        return
    open_ones = late = False
    for complaint in complaints:
        if complaint["ombudsman_told"]:
            continue
        closed = complaint["closed"]
        if closed is None:
            open_ones = True
            closed = today
        if complaint["acknowledged"] is None or (closed - complaint["received"]).days > 56:
            late = True
            break
    out["house.11.1.complaints"] = "violated" if late else "pending" if open_ones else "satisfied"
