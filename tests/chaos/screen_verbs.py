"""The product's verbs, each as one request of another tab, or as a press on the page that everybody watches."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from tests.chaos import screen
from tests.chaos.screen_script import PAGES, STAFF, VISITOR, Step
from tests.chaos.screen_tab import Tab

if TYPE_CHECKING:
    from tests.chaos.screen_world import Row, Talk, World

# Typed at once, and the button pressed, where there is one.
PRESS = """([button, text]) => {
  const found = document.querySelector(button), box = text && document.getElementById("text");
  if (!found || found.disabled) return;
  if (box) { box.focus(); box.value = text; box.dispatchEvent(new Event("input", { bubbles: true })); }
  found.click();
}"""
PRESSED, REFUSED = 200, 400
STALE = 0.05
ANYBODY = 0.15
WORDS = (
    "Hej",
    "Jag kommer inte in på banken",
    "Vilket formulär?",
    "https://example.org/x",
    "Tack så mycket",
    "مرحبا",
    "1 < 2 & 3",
)


class Verbs:
    """Does one step in a world. Whatever the product refuses is refused: that is a step too."""

    def __init__(self, world: World) -> None:
        self.world = world

    def do(self, step: Step) -> bool:
        """Whether anything was done; what is pressed on a page counts as done."""
        Tab.last = PRESSED if step.verb in PAGES else REFUSED
        talk, dice = self.world.talks[step.talk], random.Random(step.dice)
        if step.verb in VISITOR:
            self._visitor(step.verb, talk, dice)
        elif step.verb in STAFF:
            self._staff(step, talk, dice)
        else:
            self._page(step, dice)
        return Tab.last < REFUSED

    # The visitor's

    def _visitor(self, verb: str, talk: Talk, dice: random.Random) -> None:
        row, tab, chat = self.world.row(talk), talk.tab, "/sv/chat"
        if verb == "ask" or not talk.id:
            if row is None and not (talk is self.world.talks[0] and talk.id):
                self._ask(talk, dice)
            return
        if verb in ("leave", "erase"):
            # The conversation on the screens ends so only at the end of a script: see `farewell`.
            if talk is not self.world.talks[0]:
                self.farewell(talk, verb)
            return
        match verb:
            case "write":
                tab.say(f"{chat}/messages", text=words(dice))
            case "seen":
                tab.post(f"{chat}/seen", seq=dice.randint(0, row.last if row else 0))
            case "rate":
                tab.post(f"{chat}/rate", rating=dice.randint(1, 5))
            case "new_code":
                tab.post(f"{chat}/code/new")
            case "leave_message":
                tab.post(f"{chat}/leave-message")
            case _:
                tab.post(f"{chat}/{verb}")

    def _ask(self, talk: Talk, dice: random.Random) -> None:
        talk.asked += 1
        tab: Tab = talk.tab
        name = dice.choice(("", "Ada", "Bo", "سارة"))
        tab.say("/sv/ask", text=words(dice), first_name=name, locale=dice.choice(("sv", "da", "ar")))
        body = tab.get("/sv/chat").body
        talk.id = body.split('data-talk="', 1)[1].split('"', 1)[0] if 'data-talk="' in body else ""

    def farewell(self, talk: Talk, verb: str) -> None:
        """Leaves or erases: this browser holds nothing any more."""
        talk.tab.post(f"/sv/chat/{verb}")
        talk.tab.cookies.clear()
        if talk is not self.world.talks[0]:
            talk.id = ""

    # The staff's

    def _staff(self, step: Step, talk: Talk, dice: random.Random) -> None:
        row = self.world.row(talk)
        keys = [key for key, _ in self.world.members]
        place = step.who
        if row and row.holder in keys and dice.random() > ANYBODY:
            place = keys.index(row.holder)
        tab, desk = self.world.staff[place].tab, "/en/staff"
        if step.verb in ("availability", "beat"):
            where = dice.choice(("online", "online", "away"))
            tab.post(f"{desk}/{step.verb}", availability=where)
        elif step.verb == "next":
            tab.post(f"{desk}/next")
        elif row is not None:
            claim = row.claim - (dice.random() < STALE)
            self._write(step, tab, f"{desk}/conversation/{talk.id}", row, claim, dice)

    def _write(self, step: Step, tab: Tab, at: str, row: Row, claim: int, dice: random.Random) -> None:
        match step.verb:
            case "claim":
                self.world.staff[step.who].tab.post(f"{at}/claim")
            case "answer":
                tab.say(f"{at}/messages", claim=claim, text=words(dice), seen=dice.randint(0, row.last))
            case "note":
                tab.say(f"{at}/messages", claim=claim, text=words(dice), kind="note")
            case "card":
                kind, ref = dice.choice(self.world.cards)
                tab.say(f"{at}/card", claim=claim, kind=kind, ref=ref)
            case "transfer":
                tab.post(f"{at}/transfer", claim=claim, colleague=self.world.members[step.who][1])
            case "give_back":
                tab.post(f"{at}/return", claim=claim)
            case "promise":
                tab.post(f"{at}/promise", claim=claim, when=dice.choice(("tomorrow", "three_days")))
            case "due" | "owner" | "read_along" | "take_over":
                self._overseen(step, tab, at.rsplit("/", 1)[1], claim, dice)
            case "end":
                tab.post(f"{at}/close", claim=claim, outcome=dice.choice(("answered", "spam")), effort=2)
            case "take" | "not_now" | "take_back" | "bring_in" | "join" | "guest_writes" | "step_out" | "room":
                self._between_colleagues(step, tab, at, claim, dice)
            case "read":
                tab.post(f"{at}/seen", seq=dice.randint(0, row.last))
            case "warn":
                tab.post(f"{at}/warn", claim=claim, said=row.warned)
            case "block":
                tab.post(f"{at}/block", claim=claim, hours=1)

    def _between_colleagues(self, step: Step, tab: Tab, at: str, claim: int, dice: random.Random) -> None:
        other, (_, public_id) = self.world.staff[step.who].tab, self.world.members[step.who]
        match step.verb:
            case "take":
                tab.post(f"{at}/take", claim=claim)
            case "not_now":
                tab.post(f"{at}/not-now", claim=claim, text=words(dice))
            case "take_back":
                other.post(f"{at}/take-back")
            case "bring_in":
                tab.post(f"{at}/bring-in", claim=claim, guest=public_id)
            case "join" | "step_out":
                other.post(f"{at}/{step.verb.replace('_', '-')}")
            case "guest_writes":
                other.say(f"{at}/messages", text=words(dice), **{"as": "beside"})
            case "room":
                tab.say("/en/staff/shift-room", line=words(dice))

    def _overseen(self, step: Step, tab: Tab, talk: str, claim: int, dice: random.Random) -> None:
        """A promise gets another time or owner; a coordinator reads along, or takes it."""
        other, (_, public_id) = self.world.staff[step.who].tab, self.world.members[step.who]
        owed, overview = f"/en/staff/followups/{talk}", f"/en/staff/overview/{talk}"
        match step.verb:
            case "due":
                tab.post(f"{owed}/due", claim=claim, when=dice.choice(("tomorrow", "three_days")), why=words(dice))
            case "owner":
                tab.post(f"{owed}/owner", claim=claim, colleague=public_id, note=words(dice))
            case "read_along":
                other.post(f"{overview}/read")
            case "take_over":
                other.post(f"{overview}/take", claim=claim)

    # On the pages themselves

    def _page(self, step: Step, dice: random.Random) -> None:
        world = self.world
        if step.verb == "tongue":
            world.visitor.tongue = dice.choice(("sv", "da", "ar", "en"))
            screen.go(world.visitor.page, f"{world.server.url}/{world.visitor.tongue}/chat")
        elif step.verb == "visitor_presses_send":
            self._press(world.visitor.page, words(dice), ".composer .button.main")
        elif step.verb == "holder_presses_send":
            self._press(world.staff[step.who].page, words(dice), "#desk_talk .composer .button.main")
        else:
            self._press(world.staff[step.who].page, "", "#desk_talk form[action$='/claim'] button")

    @staticmethod
    def _press(page, text: str, button: str) -> None:  # type: ignore[no-untyped-def]
        """What a person would do with what stands there; where it is not there, or goes under their hand, nothing."""
        with suppress(Error):
            page.evaluate(PRESS, [button, text])


def words(dice: random.Random) -> str:
    """Something to say: plain, with an address in it, from right to left, or with what must be escaped."""
    return f"{dice.choice(WORDS)} {dice.randrange(1000)}"
