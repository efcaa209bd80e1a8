"""Cases for `ruleset.yaml`, drawn from a seed: the same seed gives the same cases on every machine.

Facts are as a caller sends them: a nested mapping of JSON values, with dates, timestamps, durations and
decimals as strings. Most duties are done; each is neglected by chance, so that a tenth to a fifth of the
rules come out violated in a typical case, and none in a few.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeAlias, Union

Json: TypeAlias = Union[bool, int, str, list["Json"], dict[str, "Json"], None]  # noqa: UP007 (recursive)

SEED = 20_260_315
EARLIEST = datetime(2026, 1, 12, tzinfo=UTC)
SLIPS = {0.0: 1, 0.15: 3, 0.3: 4, 0.5: 2}
"""Chance that one duty is neglected, and how many cases in ten have it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its number, the moment of judgement, and its facts as a caller sends them."""

    number: int
    as_of: datetime
    facts: dict[str, Json]


def generate(count: int = 200, seed: int = SEED) -> list[Case]:
    """The first `count` cases of `seed`."""
    return [_Draw(Random(f"{seed}/{number}")).case(number) for number in range(count)]


def paths(facts: dict[str, Json]) -> list[tuple[str, str | None]]:
    """The facts of a case, each as its group and its name (None for a list at the top)."""
    found: list[tuple[str, str | None]] = []
    for group, content in facts.items():
        found.extend([(group, name) for name in content] if isinstance(content, dict) else [(group, None)])
    return found


def with_missing(case: Case, share: float = 0.05, seed: int = SEED) -> Case:
    """The case with that share of its facts left out, at least one; which ones depends on the seed."""
    facts = deepcopy(case.facts)
    known = paths(facts)
    drawn = Random(f"{seed}/{case.number}/missing").sample(known, max(1, round(len(known) * share)))
    for group, name in drawn:
        content = facts[group]
        if name is None:
            del facts[group]
        elif isinstance(content, dict):
            del content[name]
    return Case(case.number, case.as_of, facts)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class _Draw:
    """One case in the making."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.slip = random.choices(list(SLIPS), list(SLIPS.values()))[0]
        self.as_of = EARLIEST + timedelta(days=random.randrange(150), minutes=random.randrange(1440))
        self.today = self.as_of.date()
        self.year_end = random.choice(
            [date(2025, 12, 31), date(2025, 12, 31), date(2025, 9, 30), date(2025, 8, 31)]
        )

    def case(self, number: int) -> Case:
        company = self.company()
        facts: dict[str, Json] = {
            "company": company,
            "officer": self.officer(),
            "breach": self.breach(),
            "processing": self.processing(),
            "requests": self.several(0, 5, self.request),
            "processors": self.several(1, 6, self.processor),
            "transfers": self.several(0, 4, self.transfer),
            "marketing": self.marketing(),
            "security": self.security(),
            "capital": self.capital(),
            "aml": self.aml(),
            "accounts": self.accounts(),
            "complaints": self.several(0, 4, self.complaint),
        }
        return Case(number, self.as_of, facts)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def duty(self, items: int = 1) -> bool:
        """Whether a duty is done; with several items, each is that much more likely in order."""
        return not self.chance(self.slip / items)

    def several(self, least: int, most: int, make: Callable[[], dict[str, Json]]) -> list[Json]:
        return [make() for _ in range(self.random.randint(least, most))]

    def some(self, *values: str, share: float = 0.5) -> list[Json]:
        return [value for value in values if self.chance(share)]

    def days_ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.random.randint(least, most))

    def money(self, least: int, most: int) -> str:
        return f"{self.random.randint(least, most)}.{self.random.randrange(100):02}"

    def moment(self, days_ago: float) -> datetime:
        return self.as_of - timedelta(minutes=round(days_ago * 1440 * self.random.uniform(0.3, 1.0)))

    def after(self, moment: datetime, hours: float) -> str | None:
        """A moment up to `hours` later, or None where that is not over yet."""
        done = moment + timedelta(minutes=round(hours * 60 * self.random.uniform(0.1, 1.0)))
        return _stamp(done) if done <= self.as_of else None

    def company(self) -> dict[str, Json]:
        employees = self.random.choice([4, 12, 60, 180, 400, 2500, 12000])
        return {
            "country": self.random.choice(["DE", "FR", "IE", "NL", "NO", "ES"]),
            "legal_form": self.random.choices(["corporation", "partnership", "sole_trader"], [8, 2, 1])[0],
            "employees": employees,
            "turnover": self.money(employees * 90_000, employees * 300_000),
            "balance_sheet": self.money(employees * 100_000, employees * 400_000),
            "listed": employees > 300 and self.chance(0.6),
            "sectors": self.some("banking", "payments", "insurance", "retail", "software"),
            "markets": self.some("DE", "FR", "US", "GB", "CH", "SG", share=0.6),
        }

    def officer(self) -> dict[str, Json]:
        appointed = self.duty()
        roles = self.some("auditor", "trainer", "counsel", "works_council", share=0.3)
        return {
            "appointed": appointed,
            "appointed_on": self.days_ago(30, 2000).isoformat() if appointed else None,
            "contact_published": appointed and self.duty(),
            "other_roles": roles if self.duty() else [*roles, "head_of_marketing"],
        }

    def breach(self) -> dict[str, Json]:
        occurred = self.chance(0.75)
        found = self.moment(self.random.choice([2.5, 30, 150])) if occurred else None
        risk = self.random.choices(["none", "low", "high"], [1, 4, 4])[0] if found else "none"
        reviewed = (
            found + timedelta(days=self.random.randint(5, 85 if self.duty() else 140)) if found else None
        )
        return {
            "occurred": occurred,
            "discovered_at": _stamp(found) if found else None,
            "notified_at": self.after(found, 70 if self.duty() else 2500) if found and self.duty() else None,
            "informed_at": self.after(found, 300 if self.duty() else 600) if found and self.duty() else None,
            "reviewed_on": reviewed.date().isoformat() if reviewed and reviewed < self.as_of else None,
            "risk": risk,
            "individuals": self.random.choice([3, 250, 700, 20_000, 400_000]) if occurred else 0,
            "categories": self.some("email", "tax_id", "passport", "bank_account", "health", share=0.3),
            "encrypted": self.chance(0.15),
            "public_notice": self.chance(0.3),
            "documented": self.duty(),
            "delay_reasons_given": self.chance(0.3),
            "monitoring_months": self.random.choice([12, 18, 24]) if self.duty() else 6,
        }

    def processing(self) -> dict[str, Json]:
        started = self.days_ago(60, 1500)
        assessed = started + timedelta(days=self.random.randint(*((-90, -1) if self.duty() else (1, 60))))
        return {
            "purposes": ["payroll", *self.some("profiling", "fraud", "research", "advertising")],
            "large_scale": self.chance(0.6),
            "special_categories": self.chance(0.4),
            "children": self.chance(0.3),
            "consent_age": self.random.choice([16, 17, 18])
            if self.duty()
            else self.random.choice([12, 13, 14]),
            "started_on": started.isoformat(),
            "impact_assessed_on": assessed.isoformat() if self.duty() else None,
            "records_kept": self.duty(2),
            "records_updated_on": self.days_ago(1, 360 if self.duty(2) else 700).isoformat(),
            "legal_hold": self.chance(0.1),
        }

    def request(self) -> dict[str, Json]:
        received = self.days_ago(1, 300)
        answered = received + timedelta(days=self.random.randint(3, 27 if self.duty(3) else 60))
        refused, excessive = self.chance(0.15), self.chance(0.1)
        return {
            "kind": self.random.choice(["access", "access", "erasure", "objection", "portability"]),
            "received": received.isoformat(),
            "answered": answered.isoformat() if answered <= self.today else None,
            "extended": self.chance(0.15),
            "refused": refused,
            "reason_given": refused and self.duty(2),
            "fulfilled": not refused and self.duty(3),
            "excessive": excessive,
            "fee": self.money(5, 40) if excessive or not self.duty(3) else "0",
        }

    def processor(self) -> dict[str, Json]:
        return {
            "name": self.random.choice(["Aster", "Birch", "Cedar", "Daphne", "Elm", "Fir"]) + " Ltd",
            "country": self.random.choice(["DE", "FR", "IE", "US", "IN"]),
            "critical": self.chance(0.5),
            "contract_signed": self.duty(4),
            "audited_on": self.days_ago(10, 700 if self.duty(4) else 1200).isoformat()
            if self.duty(4)
            else None,
            "subprocessors": self.random.choice([0, 0, 1, 4]),
            "subprocessors_approved": self.duty(3),
        }

    def transfer(self) -> dict[str, Json]:
        bases = ["clauses", "binding_rules", "consent"] if self.duty(3) else ["adequacy", "none"]
        return {
            "country": self.random.choice(["CH", "GB", "US", "IN", "BR", "ZA", "TR"]),
            "basis": self.random.choice(bases),
            "assessed": self.duty(3),
        }

    def marketing(self) -> dict[str, Json]:
        contacts = self.random.choice([0, 2_000, 50_000, 800_000])
        rate = self.random.uniform(*((0, 0.003) if self.duty() else (0.0031, 0.006)))
        return {
            "channels": self.some("email", "sms", "post", "phone", share=0.6),
            "opt_in": self.duty(),
            "customers_only": self.chance(0.4),
            "opt_out_offered": self.chance(0.7),
            "unsubscribe_within": self.random.choice(["24h", "36h30m", "240h"]) if self.duty() else "336h",
            "contacts": contacts,
            "complaints": int(contacts * rate),
        }

    def security(self) -> dict[str, Json]:
        return {
            "mfa": self.duty(),
            "stores_cards": self.chance(0.6),
            "card_encryption": self.random.choice(["aes128", "aes256"]) if self.duty() else "des",
            "password_length": self.random.choice([12, 14, 16]) if self.duty() else 8,
            "log_retention": self.random.choice(["8760h", "17520h"]) if self.duty() else "2160h",
            "penetration_tested_on": self.days_ago(5, 360 if self.duty() else 800).isoformat(),
            "backup_tested_on": self.days_ago(1, 91 if self.duty() else 300).isoformat()
            if self.duty(3)
            else None,
            "exit_plan_tested_on": self.days_ago(1, 360 if self.duty() else 900).isoformat(),
            "admins": self.random.randint(1, 4 if self.duty() else 30),
            "shared_accounts": 0 if self.duty() else self.random.randint(1, 5),
            "patches": self.several(2, 8, self.patch),
        }

    def patch(self) -> dict[str, Json]:
        published = self.moment(200)
        return {
            "severity": self.random.choice(["low", "medium", "critical"]),
            "published_at": _stamp(published),
            "installed_at": self.after(published, 700 if self.duty(5) else 2000),
        }

    def capital(self) -> dict[str, Json]:
        weighted = self.random.randint(20_000_000, 900_000_000)
        tier1 = int(weighted * self.random.uniform(0.061, 0.18) * (1 if self.duty() else 0.5))
        funds = self.random.choice([0, 150_000, 9_000_000])
        reported = self.year_end + timedelta(days=self.random.randint(10, 40 if self.duty() else 70))
        return {
            "tier1": f"{tier1}.00",
            "total": f"{int(tier1 * (self.random.uniform(1.75, 2.0) if self.duty() else 1.05))}.00",
            "risk_weighted": f"{weighted}.00",
            "exposure": f"{int(tier1 / (self.random.uniform(0.031, 0.09) if self.duty() else 0.025))}.00",
            "buffer": self.random.choice(["0", "0.005", "0.025"]),
            "client_funds": f"{funds}.50" if funds else "0",
            "safeguarded": f"{int(funds * (1.02 if self.duty() else 0.9))}.75",
            "reported_on": reported.isoformat() if reported <= self.today else None,
        }

    def aml(self) -> dict[str, Json]:
        return {
            "officer_named": self.duty(),
            "customers": self.several(2, 10, self.customer),
            "suspicions": self.several(0, 3, self.suspicion),
            "cash_payments": self.several(0, 5, self.cash_payment),
        }

    def customer(self) -> dict[str, Json]:
        return {
            "risk": self.random.choices(["low", "medium", "high"], [6, 3, 1])[0],
            "pep": self.chance(0.05),
            "owners_identified": self.duty(8),
            "senior_approval": self.duty(4),
            "reviewed_on": self.days_ago(1, 360 if self.duty(4) else 900).isoformat(),
        }

    def suspicion(self) -> dict[str, Json]:
        found = self.moment(120)
        filed = self.after(found, 700 if self.duty(3) else 1500) if self.duty(3) else None
        return {"detected_at": _stamp(found), "filed_at": filed, "tipped_off": not self.duty(3)}

    def cash_payment(self) -> dict[str, Json]:
        large = self.chance(0.15)
        return {
            "amount": self.money(10_000, 60_000) if large else self.money(50, 4_000),
            "identified": not large or self.duty(2),
            "reported": large and self.duty(2),
        }

    def accounts(self) -> dict[str, Json]:
        filed = self.year_end + timedelta(days=self.random.randint(20, 115 if self.duty() else 300))
        return {
            "year_end": self.year_end.isoformat(),
            "filed_on": filed.isoformat() if filed <= self.today else None,
            "auditor_years": self.random.randint(1, 5 if self.duty() else 9),
            "certified_by": ["ceo", "cfo", *self.some("chair")] if self.duty() else ["ceo"],
        }

    def complaint(self) -> dict[str, Json]:
        received = self.days_ago(1, 200)
        closed = received + timedelta(days=self.random.randint(5, 50 if self.duty(3) else 100))
        acknowledged = received + timedelta(days=self.random.randint(0, 5))
        return {
            "received": received.isoformat(),
            "acknowledged": acknowledged.isoformat() if acknowledged <= self.today and self.duty(3) else None,
            "closed": closed.isoformat() if closed <= self.today else None,
            "ombudsman_told": self.chance(0.2),
        }
