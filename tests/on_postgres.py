"""Which tests of the cogs and of the stories are quick tests of PostgreSQL.

What such a test says of a rule, it says on SQLite; PostgreSQL has to understand the same
statements. So ``make test`` runs on PostgreSQL tests that together make every statement which
tests make on SQLite (``tests/statements.py``), and those in which two want the same at once;
``make test-long`` runs them all on both.
"""

from __future__ import annotations

from typing import Final

from tests.statements import STATEMENTS

PLACES: Final = (
    "badges/",
    "checkin/",
    *(
        f"engine/test_{name}.py"
        for name in (
            *("bad_input", "buttons", "deeds", "documents", "doors", "drawing", "hearing"),
            *("joining", "limits", "notices", "planning", "queries", "routing", "which_community"),
        )
    ),
    "help/",
    "levels/",
    "points/",
    "profile/",
    "ranks/",
    "recaps/",
    "reminders/",
    "reviews/",
    "roles/",
    "shop/",
    "staff/",
    "test_stories.py",
)
"""Where a test that is not named below is a long one of PostgreSQL: of the engine's, those of
what is understood, answered and planned; not those of kills, of processes and of the books."""
AT_ONCE: Final[dict[str, tuple[str, ...]]] = {
    "badges/test_at_once.py": (
        "test_the_same_update_again_gives_no_second_badge",
        "test_two_awards_that_cross_a_line_at_once_give_one_badge",
        "test_two_different_numbers_that_earn_a_badge_at_once_give_it_once",
    ),
    "checkin/test_cog.py": (
        "test_fifty_at_once_with_every_one_delivered_twice_give_one_credit",
        "test_members_of_many_chats_check_in_side_by_side",
    ),
    "checkin/test_makeups.py": (
        "test_a_check_in_that_came_in_between_saves_the_card",
        "test_two_buttons_pressed_at_once_do_it_once",
    ),
    "checkin/test_outages.py": (
        "test_a_check_in_that_was_written_meanwhile_has_the_day",
        "test_a_kill_in_the_middle_of_the_pass_excuses_everybody_once",
    ),
    "points/test_kinds.py": ("test_a_reaction_that_comes_back_at_once_was_not_made_too_soon",),
    "profile/test_link.py": (
        "test_both_sides_that_link_each_other_at_once_become_one",
        "test_what_waits_is_over_when_one_side_was_linked_meanwhile",
    ),
    "ranks/test_counting.py": ("test_boards_are_asked_for_while_many_move",),
    "reviews/test_cog.py": ("test_several_are_approved_at_once",),
    "shop/test_buying.py": (
        "test_points_that_are_spent_meanwhile_buy_nothing",
        "test_the_last_item_goes_to_one_of_two_who_want_it_at_once",
    ),
    "shop/test_handling.py": ("test_the_last_code_goes_to_one_of_two",),
    "staff/test_cog.py": ("test_twenty_undos_of_the_same_act_at_once_move_the_points_once",),
}
"""Where transactions of several are under way, whose order and locks are the engine's own."""


def is_quick(place: str, test: str, case: str) -> bool:
    """Whether this test, or this case of it, is a quick test of PostgreSQL."""
    if not place.startswith(PLACES):
        return True
    known = (*STATEMENTS.get(place, ()), *AT_ONCE.get(place, ()))
    return test in known or f"{test}[{case}]" in known
