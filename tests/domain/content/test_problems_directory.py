"""Every mistake in the directory's keys has its sentence, with the file and the thing it is about."""

import pytest

from app.core import db
from app.domain.content.load import load
from app.domain.directory.models import Service
from tests.domain.content import directory_folder

ISSUER, AREAS, KINDS = "actors/issuer.yaml", "areas.yaml", "taxonomies.yaml"
CASES = [
    (ISSUER, "terms: [eid, debt-advice]", "terms: [eid, dept-advice]", "`terms` has 'dept-advice', which neither"),
    (ISSUER, "minimum_age: 8", "minimum_age: eight", "`minimum_age` must be a whole number from 0 to 150."),
    (ISSUER, "minimum_age: 8", "minimum_age: 8\n    maximum_age: 7", "`maximum_age` is less than `minimum_age`."),
    (ISSUER, "    alert_until: 2027-01-31\n", "", "`alert` and `alert_until` belong together"),
    (ISSUER, "2027-01-31", "31/1 2027", "`alert_until` is '31/1 2027'; write a date like 2026-12-24."),
    (ISSUER, "amount: 400", "amount: about 400", "`amount` is 'about 400'; write a number"),
    (ISSUER, "amount: 400, ", "", "`amount` and `currency` belong together."),
    (ISSUER, "currency: SEK, source: issuer.example, valid", "currency: kr, source: x, valid", "three capital letters"),
    (ISSUER, "source: issuer.example, valid_from", "valid_from", "`cost_options`: `source` is missing."),
    (ISSUER, "{option: {sv: Kort}, ", "{", "`option` is missing: say what the money is for."),
    (ISSUER, "source: issuer.example, valid_from: 2024-01-01", "source: x, valid_from: 2024-01-01, valid_to: 2023-01-01",
     "`valid_to` is before `valid_from`."),
    (ISSUER, "url_languages: [sv]", "url_languages: [Swedish]", "`url_languages` has 'Swedish'; write a language"),
    (ISSUER, "languages: [sv, so]", "languages: [sv, sv]", "phone: `languages` has the same language twice."),
    (ISSUER, "    url: https://issuer.example/help\n", "", "`url_languages` is here, but there is no `url`."),
    (ISSUER, "website: https://issuer.example\n", "", "`website_languages` is here, but there is no `website`."),
    (ISSUER, "parent: library", "parent: nobody", "`parent` is 'nobody', which no file in actors/ has."),
    (ISSUER, "parent: library", "parent: issuer", "`parent` goes round in a circle: issuer → issuer."),
    (ISSUER, "    holidays: closed", "    holidays: maybe", "`holidays` is 'maybe'; it can be closed, open."),
    (ISSUER, "exceptions: [{day: 2026-12-24}]", "exceptions: [{day: 2026-12-24}, {day: 2026-12-24}]", "is here twice."),
    (ISSUER, "exceptions: [{day: 2026-12-24}]", 'exceptions: [{opens: "08:00", closes: "09:00"}]', "`day` is missing."),
    (KINDS, "code: bank", "code: Bank", "kind Bank: `code` is 'Bank'; it may have small letters"),
    (KINDS, "code: bank", "code: debt-advice", "The term 'debt-advice' is in the files twice."),
    (KINDS, ", names: {sv: Bank, en: Bank}", "", "kind bank: `names` is missing."),
    (AREAS, "merged_into: SE-1\n", "merged_into: SE-9\n", "`merged_into` is 'SE-9', which areas.yaml does not have."),
    (AREAS, "merged_into: SE-1\n", "merged_into: SE-2\n", "goes round in a circle: SE-2 → SE-2."),
    (AREAS, "merged_into: SE-1\n", "merged_into: SE-AC\n", "a region; a municipality merges into a municipality."),
    (AREAS, "merged_into: SE-1\n", "merged_into: SE-1-main\n", "a branch; a municipality merges"),
    (AREAS, "  merged_on: 2027-01-01\n", "", "`merged_into` and `merged_on` belong together."),
    (AREAS, "names: {sv: Ettan}", "names: {sv: Ettan}\n  services: [issuer-desk]", "`services` belongs to a branch only."),
    (AREAS, "services: [issuer-desk]", "services: [issuer-dusk]", "`services` has 'issuer-dusk', which no file"),
    (AREAS, "postal_code: 123 45", "post_code: 123 45", "`address`: `post_code` is not a word this file may use."),
    (AREAS, 'opens: "10:00"', 'opens: "22:00"', "`closes` must be later than `opens`."),
    (AREAS, "website: https://ettan.example", "website: ettan.example", "it must begin with https://"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), CASES)
def test_it_works(database, folder, file, old, new, sentence):
    directory_folder.fill(folder)
    folder.replace(file, old, new)
    report = load(folder.path)
    found = [str(problem) for problem in report.problems]
    assert [line for line in found if line.startswith(file) and sentence in line], found
    assert db.session.query(Service).all() == []


def test_a_circle_of_three_is_found(database, folder):
    directory_folder.fill(folder)
    folder.replace("areas.yaml", "  website: https://ettan.example", "  merged_into: SE-3\n  merged_on: 2027-01-01")
    more = "- {code: SE-3, kind: municipality, parent: SE-AC, timezone: Europe/Stockholm, names: {sv: Trean},\n"
    folder.write("areas.yaml", folder.text("areas.yaml") + more + "   merged_into: SE-2, merged_on: 2028-01-01}\n")
    found = [str(problem) for problem in load(folder.path).problems]
    assert "areas.yaml: area SE-2: `merged_into` goes round in a circle: SE-2 → SE-1 → SE-3 → SE-2." in found
    assert len(found) == 3
