"""Every refusal's words, by its stable code."""

from __future__ import annotations

from collections.abc import Callable

from app.core.errors import DomainError
from app.core.i18n import gettext as _
from app.core.i18n import ngettext

# Called when said, so that the words are in the reader's language.
SENTENCES: dict[str, Callable[[], str]] = {
    "not_found": lambda: _("We cannot find this page. It may have moved, or the address has a typing error."),
    "guide_not_found": lambda: _(
        "We have no guide at this address. It may have moved. Search for it, or ask a librarian."
    ),
    "flow_not_found": lambda: _(
        "We have no questions at this address. They may have moved. Search for help, or ask a librarian."
    ),
    "area_not_found": lambda: _("We do not know this place. Choose another one."),
    "matter_not_found": lambda: _(
        "We do not know this kind of problem by that address. Search for it, or ask a librarian."
    ),
    "topic_not_found": lambda: _("We have no topic at this address. Start from all topics, or search."),
    "actor_not_found": lambda: _("We do not know anybody at this address. Search by name, or ask a librarian."),
    "http_404": lambda: _("We cannot find this page. It may have moved, or the address has a typing error."),
    "http_405": lambda: _("This address cannot be used that way. Please start from the front page."),
    "http_413": lambda: _("That is too much at once. Please make it shorter and send it again."),
    "http_400": lambda: _("We could not understand the request. Please go back and try again."),
    "http_500": lambda: _("Something went wrong at our end. What you wrote is not lost. Please try again."),
    "from_elsewhere": lambda: _(
        "The form was sent from another site, so we did not accept it. Open the page here and try again."
    ),
    "address_too_long": lambda: _("The address is too long. Please use fewer words."),
    "role_needed": lambda: _("Your role does not include this page. A coordinator can change it."),
    "database_unavailable": lambda: _(
        "We cannot save anything just now. Keep what you wrote and try again in a moment."
    ),
    "conversation_not_here": lambda: _(
        "There is no conversation open on this device. If you have a code, you can open it with that."
    ),
    "conversation_other": lambda: _(
        "Another conversation is open in this browser now. What you wrote here is kept; load the page again to see the other one."
    ),
    "message_empty": lambda: _("Write something first."),
    "message_too_long": lambda: _("The message is too long. Please split it in two."),
    "question_empty": lambda: _("Tell us with a few words what you need help with."),
    "key_missing": lambda: _("The form was incomplete. Please reload the page; what you wrote is kept."),
    "conversation_closed": lambda: _("This conversation is closed. You can start a new one."),
    "claimed_by_other": lambda: _("%(name)s was first and has this conversation."),
    "claim_moved": lambda: _("This conversation is no longer yours, so nothing was sent. %(name)s has it now."),
    "claim_returned": lambda: _(
        "This conversation went back to the queue, so nothing was sent. You can claim it again."
    ),
    "status_refused": lambda: _("That cannot be done with the conversation as it is now. Please look again."),
    "colleague_not_there": lambda: _("That colleague is not online. Choose another, or give it back to the queue."),
    "handed_taken": lambda: _("%(name)s has taken it meanwhile."),
    "guest_over": lambda: _("You are no longer in this conversation, so nothing was sent."),
    "outcome_missing": lambda: _("Choose how it ended."),
    "referral_missing": lambda: _("Choose which body you referred to."),
    "effort_missing": lambda: _("Choose how much effort it took."),
    "card_missing": lambda: _("That guide or actor could not be found. Search again."),
    "code_wrong": lambda: _(
        "That code does not open anything. Codes are used once and expire; check it letter by letter."
    ),
    "link_wrong": lambda: _(
        "That link does not open anything. Links expire, and a newer link may have taken its place. A code opens it too."
    ),
    "letters_off": lambda: _("We cannot send e-mail here. Take a code or a link with you instead."),
    "rating_wrong": lambda: _("Choose one of the ratings."),
    "too_many": lambda: _("That was a lot in a short time. Please wait a little and try again."),
    "login_wrong": lambda: _("The e-mail address or the password is wrong."),
    "password_short": lambda: _("Choose a password of at least twelve characters."),
    "invitation_over": lambda: _("This link has been used or has expired. Ask a coordinator for a new one."),
    "email_wrong": lambda: _("This does not look like an e-mail address."),
    "email_taken": lambda: _("A colleague already has this e-mail address."),
    "name_missing": lambda: _("Write a name."),
    "last_coordinator": lambda: _("This is the last coordinator. Make somebody else coordinator first."),
    "source_missing": lambda: _("Say where you looked it up."),
    "hours_wrong": lambda: _("The closing time must be after the opening time."),
    "login_too_many": lambda: _("Too many tries to log in from here. Please wait a quarter of an hour and try again."),
    "password_wrong": lambda: _("That is not the password you have now."),
    "staff_disabled": lambda: _("This person is disabled. Let them log in again first."),
    "day_missing": lambda: _("Choose at least one day."),
    "hours_overlap": lambda: _("The team is already open at that time on one of these days."),
    "time_wrong": lambda: _("Write both times, like 08:00."),
    "date_wrong": lambda: _("Write the day, like 2027-01-31."),
    "contact_moved": lambda: _("Somebody changed this contact while you looked. Please check what stands there now."),
    "result_missing": lambda: _("Choose whether it is right or wrong."),
    "phone_wrong": lambda: _("This is not a phone number we know. Write it with the country code, like +46 or +45."),
    "phone_same": lambda: _("That is the number that already stands there."),
    "address_wrong": lambda: _("Write the whole web address, beginning with https://."),
    "unfound_not_found": lambda: _("These words are no longer here. They may have been erased."),
    "unfound_done": lambda: _("A colleague has already dealt with these words."),
    "keyword_there": lambda: _("That matter already has these words in this language. Write them differently."),
    "keyword_private": lambda: _("There is a personal number in the words. Take it out first."),
    "keyword_empty": lambda: _("Write the words that people use."),
    "keyword_long": lambda: _("That is too long. Use at most %(most)s characters."),
    "keywords_full": lambda: _("That matter has as many words in this language as there is room for."),
    "matter_missing": lambda: _("Choose a matter."),
    "matter_unnamed": lambda: _("That matter has no name in this language yet, so it cannot be found by words in it."),
    "alert_empty": lambda: _("Write the notice in the first language."),
    "number_in_words": lambda: _(
        "Leave the phone number out. Visitors see a number only when a person has checked it."
    ),
    "alert_until_wrong": lambda: _("Choose a day from today on, at most %(days)s days ahead."),
    "alert_moved": lambda: _(
        "Somebody changed this notice while you wrote. Yours is still in the form. Look at both, and save again."
    ),
    "rule_not_found": lambda: _("This rule is no longer here. A colleague may have removed it."),
    "rule_moved": lambda: _("Somebody changed this rule while you had it open. Please look at what stands there now."),
    "rule_empty": lambda: _("Choose a line that does not hold here, or write a line of your own."),
    "rule_untold": lambda: _("Write the line in the language of your own country too. Others fall back on it."),
    "rule_private": lambda: _("There is a personal number in the line. Take it out first."),
    "rule_long": lambda: _("That is too long. Use at most %(most)s characters."),
    "rule_there": lambda: _("This place already has that line for this guide."),
    "strike_there": lambda: _("That line has already been taken away here, by another rule."),
    "strike_gone": lambda: _("The guide has changed, and the line you chose is no longer in it. Please choose again."),
    "kind_missing": lambda: _("Choose whether the library does it or does not do it."),
    "reason_missing": lambda: _("Choose why the library does not do it."),
    "area_missing": lambda: _("Choose a place."),
    "guide_missing": lambda: _("Choose a guide."),
    "guide_elsewhere": lambda: _("That guide is for another country. Choose one that is read in this place."),
    "branch_refused": lambda: _("Something in the form cannot be used. It is said at each place."),
    "branch_moved": lambda: _(
        "Somebody changed this library while you wrote. Yours is still in the form. Look at both, and save again."
    ),
    "branch_hours_wrong": lambda: _("“%(text)s” is not a time from and to. Write it like 10–12, 13–19."),
    "branch_overlap": lambda: _("Two of the times overlap."),
    "branch_spans": lambda: _("That is too many times for one day. There is room for %(most)s."),
    "branch_day_twice": lambda: _("This day is in the list twice. Write all its times in one line, like 10–12, 13–19."),
    "branch_days_full": lambda: _("There is room for %(most)s days that differ."),
    "tree_not_found": lambda: _("There is no question tree at this address. A colleague may have removed it."),
    "slug_wrong": lambda: _(
        "Write a short name of small letters a to z, digits and single dashes, like “wifi-trouble”."
    ),
    "slug_taken": lambda: _("There is already a question tree with this name. Choose another one."),
    "draft_part_moved": lambda: _(
        "Somebody else saved this part while you had it open. Yours is still in the field and theirs stands below. "
        "Look at both, and save again."
    ),
    "draft_moved": lambda: _("Somebody changed this tree while you had it open. Look at what stands there now first."),
    "draft_gone": lambda: _("There is no draft any more. A colleague may have published it or thrown it away."),
    "flow_not_proved": lambda: _("Nothing was published: the proof does not hold. Mend what stands below first."),
    "flow_never_published": lambda: _("This tree has never been published. Publish its draft instead."),
    "queue_full": lambda: _(
        "The queue has just become full. What you wrote is still here. You can leave it as a message, and we answer it."
    ),
    "nobody_waits": lambda: _("Nobody is waiting just now."),
    "shift_ends": lambda: _("Your shift is until %(time)s. What you take on now may stay unfinished."),
    "blocked": lambda: _("You cannot ask here for a while."),
    "blocked_here": lambda: _("This conversation cannot be taken up again for a while."),
    "hours_missing": lambda: _("Choose for how long."),
    "count_wrong": lambda: _("Write a whole number from 0 to %(most)s."),
    "at_closing_missing": lambda: _("Choose what becomes of those who still wait."),
    "reply_not_found": lambda: _("This reply is no longer here. A colleague may have put it away."),
    "reply_moved": lambda: _(
        "Somebody changed this reply while you wrote. Yours is still in the form. Look at both, and save again."
    ),
    "reply_changed": lambda: _("Somebody changed this reply just now, so nothing was sent. Read it again first."),
    "reply_empty": lambda: _("Write the words of the reply in this language."),
    "reply_untitled": lambda: _("Give it a short title in this language."),
    "reply_long": lambda: _("That is too long. Use at most %(most)s characters."),
    "reply_private": lambda: _("There is a personal number in the words. Take it out first."),
    "reply_there": lambda: _("There is already a reply with this shortcut. Choose another one."),
    "reply_not_proposed": lambda: _("This reply is not proposed any more. Please look at what stands there now."),
    "shortcut_wrong": lambda: _("Write one short word like “hello”: letters, digits and single dashes."),
    "placeholder_unknown": lambda: _("Nothing fills “%(name)s”. You can use %(known)s."),
    "summary_empty": lambda: _("Write what you agreed, or choose something to send along."),
    "number_wrong": lambda: _(
        "That number does not fit. Wait for the next one in your app, or use a recovery code that you have not used before."
    ),
    "totp_over": lambda: _("The picture was too old. Here is a new one: please scan it again."),
    "totp_first": lambda: _("Set up a second step of your own first, so that you see how it is done."),
    "totp_on": lambda: _("The second step is on already."),
    "totp_unreadable": lambda: _(
        "Your second step cannot be read here any more. A coordinator can reset it, and you set it up again."
    ),
    "skill_gone": lambda: _("This skill is no longer here."),
    "skill_unnamed": lambda: _("Write what the skill is called, in one language at least."),
    "skill_there": lambda: _("There is already a skill with that name."),
    "skills_full": lambda: _("The list has room for %(most)s skills."),
    "browser_wrong": lambda: _("This browser's push service cannot be used from here."),
    "browsers_full": lambda: _("There is room for %(most)s browsers. Remove one first."),
    "browser_gone": lambda: _("That browser is no longer on the list."),
    "shift_not_found": lambda: _("This shift does not come on that day any more. Please look at the rota again."),
    "shift_begins_wrong": lambda: _("A shift begins today or later, and at most three years ahead."),
    "shift_ends_wrong": lambda: _("The last day must not be before the first day."),
    "shift_time_wrong": lambda: _("Write the time, like 08:00."),
    "shift_people_missing": lambda: _("Choose who has the shift, or that nobody has it yet."),
    "shift_twice": lambda: _("%(name)s already has a shift at that time on %(day)s."),
    "shift_past": lambda: _("That day is over. What was stays as it was."),
    "shift_ended": lambda: _("This shift does not come any more from that day on."),
    "saved_meanwhile": lambda: _(
        "Somebody saved or removed the same thing at the same moment. Please look at what stands there now."
    ),
    "shift_moved": lambda: _("Somebody changed this shift meanwhile. Please look at what stands there now."),
    "shift_not_yours": lambda: _("This shift is not yours on that day. Please look at what stands there now."),
    "on_call_voluntary": lambda: _("Nobody is put on call by others. They can do it themselves."),
    "colleague_missing": lambda: _("This colleague does not work here any more. Please choose somebody else."),
    "swap_not_found": lambda: _("Nobody asks for this any more. Please look at what stands there now."),
    "swap_over": lambda: _("This has been settled meanwhile. Please look at what stands there now."),
    "swap_taken": lambda: _("%(name)s has taken this shift meanwhile."),
    "swap_with_yourself": lambda: _("Choose a colleague, or everybody."),
    "channel_missing": lambda: _("Choose how they reached us."),
    "matter_unsure": lambda: _("Several matters fit these words. Choose one below, or use other words."),
    "not_yourself": lambda: _("That is you. Log out instead."),
    "due_missing": lambda: _("Choose by when the answer comes."),
    "due_wrong": lambda: _("Choose a day from today on, at most %(days)s days ahead."),
    "due_past": lambda: _("That time is over. Choose a later one."),
    "due_closed": lambda: _(
        "We are closed on that day. Choose another, or say below that you promise it all the same."
    ),
    "why_missing": lambda: _("Write in a few words why."),
    "promise_not_yours": lambda: _(
        "A colleague owes this answer. Until it is overdue, only they or a coordinator change it."
    ),
    "promise_moved": lambda: _("Somebody changed this meanwhile. Please look at what stands there now."),
    "followup_over": lambda: _("This answer is no longer owed: it has been given, or the conversation has ended."),
    "answer_missing": lambda: _("That answer is no longer here. Choose another one."),
    "title_personal": lambda: _("There is a name, a number or a place in the title. Take it out first."),
    "desk_draft_empty": lambda: _("Give it a title and words."),
    "desk_draft_moved": lambda: _("Somebody changed this draft meanwhile. Please look at what stands there now."),
    "desk_draft_taken": lambda: _("%(name)s works on this draft already."),
    "desk_draft_not_found": lambda: _("This draft is no longer here."),
    "review_not_found": lambda: _(
        "This conversation is no longer here to be read: it has been erased, or it was read."
    ),
    "review_marks": lambda: _("Choose a mark for every heading, or “Not seen”."),
    "review_read": lambda: _("Your colleague has read it, so it stays as it is."),
    "value_wrong": lambda: _("One of the answers cannot be used. Please choose again."),
}


def sentence(error: DomainError) -> str:
    """The refusal in the language in use; an unknown code gets a plain sentence, never the code itself."""
    if error.code == "too_many" and isinstance(error.data.get("retry_after"), int):
        return _wait(int(str(error.data["retry_after"])))
    words = SENTENCES.get(error.code)
    if words is None:
        return _("That could not be done. Please go back and try again.")
    text = words()
    return text % error.data if "%(" in text else text


def _wait(seconds: int) -> str:
    """How long, in the unit a person counts in."""
    if seconds < 100:
        return ngettext(
            "That was a lot in a short time. Nothing is lost. Please try again in %(count)s second.",
            "That was a lot in a short time. Nothing is lost. Please try again in %(count)s seconds.",
            seconds,
        )
    return ngettext(
        "That was a lot in a short time. Nothing is lost. Please try again in about %(count)s minute.",
        "That was a lot in a short time. Nothing is lost. Please try again in about %(count)s minutes.",
        -(-seconds // 60),
    )
