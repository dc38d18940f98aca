"""What the small folder of the content tests says once everything of the directory is in it."""

from __future__ import annotations

from tests.domain.content.conftest import Folder

TAXONOMIES = """
- {code: debt-advice, names: {sv: Skulder, en: Debts}}
- {code: bank, names: {sv: Bank, en: Bank}}
"""
AREAS = """
- {code: SE, kind: country, timezone: Europe/Stockholm, holidays: SE, names: {sv: Sverige, en: Sweden}}
- {code: SE-AC, kind: region, parent: SE, timezone: Europe/Stockholm, names: {sv: Västerbotten}}
- code: SE-1
  kind: municipality
  parent: SE-AC
  timezone: Europe/Stockholm
  names: {sv: Ettan}
  website: https://ettan.example
- code: SE-1-main
  kind: branch
  parent: SE-1
  timezone: Europe/Stockholm
  names: {sv: Huvudbiblioteket}
  address: {address_1: Storgatan 1, postal_code: 123 45, city: Ettan}
  schedule:
    - {days: [MO, TU], opens: "10:00", closes: "12:00"}
    - {days: [MO], opens: "13:00", closes: "19:00"}
  schedule_source: ettan.example, 2026
  holidays: closed
  exceptions:
    - {day: 2026-12-24, opens: "09:00", closes: "12:00", note: {sv: Julafton}}
    - {day: 2026-12-23}
  services: [issuer-desk]
- {code: SE-1-small, kind: branch, parent: SE-1, timezone: Europe/Stockholm, names: {sv: Filialen}}
- code: SE-2
  kind: municipality
  parent: SE-AC
  timezone: Europe/Stockholm
  names: {sv: Tvåan}
  merged_into: SE-1
  merged_on: 2027-01-01
- {code: "NO", kind: country, timezone: Europe/Oslo, names: {nb: Norge}}
"""
LIBRARY = """
slug: library
name: Biblioteket
services:
  - {slug: library-help, name: {sv: Ditt bibliotek, en: Your library}, terms: [bank], general: true}
"""
ISSUER = """
slug: issuer
name: The issuer
alternate_name: TI
parent: library
country: se
website: https://issuer.example
website_state: seen
website_languages: [sv, en]
services:
  - slug: issuer-help
    name: {sv: Hjälp, en: Help}
    terms: [eid, debt-advice]
    application_process: {sv: Ring eller gå dit.}
    eligibility: {sv: Du som bor här.}
    minimum_age: 8
    fees: {sv: Gratis.}
    cost_options:
      - {option: {sv: Kort}, amount: 400, currency: SEK, source: issuer.example, valid_from: 2024-01-01}
      - {option: {sv: Brev}, amount: 49.50, currency: SEK, source: issuer.example}
    alert: {sv: Stängt för ombyggnad.}
    alert_until: 2027-01-31
    url: https://issuer.example/help
    url_languages: [sv]
    holidays: closed
    exceptions: [{day: 2026-12-24}]
    schedule: [{days: [MO], opens: "08:00", closes: "20:00"}]
    phones:
      - number: "+46 8 12 34"
        languages: [sv, so]
        schedule: [{days: [FR], opens: "08:00", closes: "09:00"}]
        schedule_source: issuer.example
  - slug: issuer-desk
    name: {sv: Disk}
"""


def fill(folder: Folder) -> Folder:
    """Writes the directory's files over the small ones."""
    folder.write("taxonomies.yaml", TAXONOMIES)
    folder.write("areas.yaml", AREAS)
    folder.write("actors/library.yaml", LIBRARY)
    folder.write("actors/issuer.yaml", ISSUER)
    return folder
