"""The tables of check-in, each written by one module of this folder.

``days`` holds facts of accounts and says what they claim; ``credits`` is what is kept of that
for a member, ``streaks`` what follows from it. ``leaves`` and ``makeups`` are what members
planned or asked for.
"""

from __future__ import annotations

from cogs.checkin.store.credits import (
    Credit,
    claim_day,
    cover,
    credit,
    credits_of,
    credits_since,
    days_of,
    find_credit,
    last_covered_before,
    replace_credits,
    sources_of,
)
from cogs.checkin.store.days import (
    Attempt,
    DayChange,
    MadeDay,
    change_day,
    claim_of,
    claims_of,
    day_from,
    keep_attempt,
    make_days,
)
from cogs.checkin.store.leaves import (
    KeptLeave,
    add_leave,
    end_leave,
    leaves_from,
    leaves_of,
)
from cogs.checkin.store.makeups import (
    Request,
    RequestState,
    confirm_request,
    count_in_month,
    days_made_by,
    find_request,
    forget_unconfirmed,
    keep_request,
    move_request,
    pending_days,
    request_of,
    requests_of,
)
from cogs.checkin.store.streaks import (
    count_by,
    counted_by,
    find_streak,
    forget_streak,
    keep_streak,
    keep_streaks,
    streaks_of,
)

__all__ = [
    "Attempt",
    "Credit",
    "DayChange",
    "KeptLeave",
    "MadeDay",
    "Request",
    "RequestState",
    "add_leave",
    "change_day",
    "claim_day",
    "claim_of",
    "claims_of",
    "confirm_request",
    "count_by",
    "count_in_month",
    "counted_by",
    "cover",
    "credit",
    "credits_of",
    "credits_since",
    "day_from",
    "days_made_by",
    "days_of",
    "end_leave",
    "find_credit",
    "find_request",
    "find_streak",
    "forget_streak",
    "forget_unconfirmed",
    "keep_attempt",
    "keep_request",
    "keep_streak",
    "keep_streaks",
    "last_covered_before",
    "leaves_from",
    "leaves_of",
    "make_days",
    "move_request",
    "pending_days",
    "replace_credits",
    "request_of",
    "requests_of",
    "sources_of",
    "streaks_of",
]
