"""Tests in which, together, every statement of the cogs and of the stories is made.

``make test`` runs these on PostgreSQL as well: ``tests/on_postgres.py``. A statement that is new
comes with a test of it here; most are in many others.
"""

from __future__ import annotations

from typing import Final

STATEMENTS: Final[dict[str, tuple[str, ...]]] = {
    "badges/test_cog.py": (
        "test_undo_takes_back_what_an_act_has_earned_and_undo_of_undo_gives_it_again",
        "test_what_is_kept_is_made_anew_from_the_awards",
        "test_whoever_is_forgotten_has_no_badge_left",
    ),
    "badges/test_granting.py": ("test_an_item_gives_all_its_cards_and_they_go_together",),
    "badges/test_jobs.py": (
        "test_a_badge_of_a_time_is_earned_in_that_time_alone",
        "test_a_config_that_changes_while_all_are_gone_through_begins_anew",
        "test_thousands_who_are_newly_eligible_flood_nothing",
    ),
    "checkin/test_asking.py": ("test_a_leave_begins_the_day_after_tomorrow_in_both_scripts",),
    "checkin/test_awkward_zones.py": (
        "test_a_missed_day_takes_one_freeze_whatever_the_clocks_do_in_it",
        "test_each_local_day_has_one_credit_and_one_end",
        "test_hopping_between_zones_adds_no_days",
    ),
    "checkin/test_cog.py": (
        "test_a_moderator_sees_how_a_streak_came_about",
        "test_a_time_that_cannot_be_right_is_replaced_by_the_arrival",
        "test_days_of_one_community_are_none_in_another",
        "test_fifty_at_once_of_one_person_on_two_platforms_give_one_credit",
        "test_the_day_turns_when_the_community_says",
    ),
    "checkin/test_excusing.py": ("test_a_page_is_settled_as_its_members_are_one_by_one",),
    "checkin/test_found_by_lives.py": (
        "test_a_check_in_after_a_deletion_is_the_accounts_own_when_another_has_the_day",
        "test_a_milestone_of_before_a_link_goes_with_a_day_that_was_deleted_in_it",
    ),
    "checkin/test_freezes.py": (
        "test_a_check_in_that_comes_late_gives_the_freeze_back",
        "test_a_new_member_holds_no_more_freezes_than_a_member_may",
        "test_a_replaced_freeze_stays_a_fact_and_is_no_credit_after_a_rebuild",
        "test_freezes_that_would_not_close_the_gap_are_kept",
        "test_the_outcome_is_the_same_when_the_bot_was_off_meanwhile",
    ),
    "checkin/test_leaves.py": (
        "test_a_leave_that_cannot_be_says_why_with_an_example",
        "test_cancelling_ends_the_leave_with_yesterday",
        "test_days_of_leave_join_without_counting",
    ),
    "checkin/test_leaving.py": (
        "test_who_leaves_is_erased_where_the_community_wants_it_so",
        "test_who_stays_away_expires_after_the_days_of_the_config",
    ),
    "checkin/test_machine.py": ("test_lives_stay_right_whatever_happens",),
    "checkin/test_makeups.py": (
        "test_a_check_in_that_comes_late_gives_card_and_points_back",
        "test_what_was_shown_and_never_confirmed_is_forgotten",
    ),
    "checkin/test_messages.py": (
        "test_a_day_taken_back_behind_a_streak_lets_a_freeze_cover_it",
        "test_a_deleted_check_in_is_taken_back_with_its_points",
        "test_a_listener_that_fails_hears_of_a_deletion_later",
        "test_an_edit_makes_no_check_in_and_takes_none_back",
        "test_the_check_in_of_another_account_has_the_day_when_the_first_is_deleted",
    ),
    "checkin/test_month.py": ("test_looking_changes_nothing",),
    "checkin/test_outages.py": ("test_who_checked_in_before_the_outage_is_not_excused",),
    "checkin/test_turns_of_days.py": (
        "test_a_date_that_a_zone_skips_breaks_nothing_and_cannot_be_made_up",
        "test_a_second_decides_which_day_it_is",
        "test_an_outage_counts_by_the_minutes_of_the_day_and_not_by_the_wall",
    ),
    "engine/test_bad_input.py": ("test_a_reason_keeps_its_quotes_and_shows_on_one_line",),
    "engine/test_buttons.py": (
        "test_a_button_of_an_account_that_is_gone_has_expired",
        "test_old_buttons_are_forgotten",
    ),
    "engine/test_deeds.py": (
        "test_an_act_that_cannot_be_read_any_more_holds_nothing",
        "test_an_act_that_was_done_before_a_crash_is_done_at_most_once_more",
    ),
    "engine/test_documents.py": (
        "test_a_file_comes_with_its_message_and_lies_nowhere",
        "test_one_that_cannot_be_made_is_a_sentence_and_told_to_the_operators",
    ),
    "engine/test_doors.py": ("test_a_word_in_private_opens_the_door_and_one_in_a_group_does_not",),
    "engine/test_hearing.py": (
        "test_an_event_that_cannot_be_told_again_is_kept_with_the_reason",
        "test_every_listener_that_fails_is_left_out_for_itself",
        "test_the_event_that_waits_is_the_one_that_was_kept",
        "test_when_earning_fails_the_command_fails",
    ),
    "engine/test_joining.py": (
        "test_answers_that_would_wait_are_one_message_with_names",
        "test_joined_answers_follow_a_group_that_moved",
        "test_joined_answers_that_were_accepted_before_a_kill_are_said_once_more",
    ),
    "engine/test_planning.py": ("test_a_schedule_that_is_set_otherwise_holds_from_now_on",),
    "engine/test_routing.py": (
        "test_other_updates_are_taken_in_and_say_nothing",
        "test_what_is_old_is_forgotten_body_first",
    ),
    "engine/test_which_community.py": (
        "test_a_choice_of_community_can_be_changed_by_the_same_buttons",
        "test_a_group_is_told_once_with_all_that_is_in_it",
        "test_in_private_the_community_is_the_one_that_somebody_belongs_to",
    ),
    "levels/test_cog.py": (
        "test_what_is_kept_is_made_anew_from_the_facts",
        "test_whoever_is_forgotten_has_no_tier_left",
    ),
    "points/test_giving.py": (
        "test_all_at_once_give_no_more_than_there_is",
        "test_two_who_give_to_each_other_at_once_keep_the_sum",
    ),
    "points/test_kinds.py": ("test_a_cap_of_a_kind_and_a_cooldown_are_reasons_to_ask_for",),
    "points/test_makeups.py": (
        "test_a_milestone_that_is_reached_again_counts_for_the_day_of_the_first_time",
    ),
    "points/test_rescoring.py": (
        "test_each_start_with_other_rules_is_a_version_and_entries_name_it",
        "test_rules_that_take_may_leave_a_debt_that_shows",
    ),
    "points/test_talk.py": (
        "test_a_burst_earns_five_times",
        "test_a_deleted_message_takes_back_what_it_earned",
        "test_a_deleted_message_takes_back_what_its_answers_earned_for_its_writer",
        "test_a_message_that_comes_by_two_updates_counts_once",
        "test_what_comes_after_a_deletion_earns_as_if_it_had_come_before",
        "test_who_is_forgotten_leaves_the_others_their_reactions",
    ),
    "profile/test_cog.py": (
        "test_a_language_is_chosen_by_code_or_name",
        "test_choosing_what_one_has_already_changes_nothing",
    ),
    "profile/test_forget.py": (
        "test_a_second_check_in_on_the_day_of_forgetting_earns_nothing_more",
        "test_an_export_holds_nothing_of_anybody_else",
        "test_linked_accounts_are_forgotten_together",
    ),
    "profile/test_identity.py": ("test_a_link_that_is_taken_back_was_never_there",),
    "profile/test_link.py": ("test_the_first_side_may_say_no",),
    "profile/test_unlink.py": (
        "test_a_make_up_that_gave_way_to_the_other_account_is_one_again",
        "test_what_is_kept_for_a_member_who_is_part_of_another_is_found_and_cleared",
    ),
    "ranks/test_cog.py": ("test_a_turn_only_notes_that_somebody_has_moved",),
    "ranks/test_counting.py": ("test_a_planted_fault_is_named_and_mended",),
    "ranks/test_frozen.py": ("test_who_wants_to_be_out_or_has_left_is_missing_from_it",),
    "ranks/test_shown.py": (
        "test_a_member_chooses_to_be_nameless_or_out",
        "test_linked_accounts_are_one_on_the_boards_and_unlinked_ones_two",
    ),
    "recaps/test_announcing.py": (
        "test_it_is_said_in_the_first_chat_of_each_platform_with_its_lines",
        "test_it_pings_whom_the_moderator_names_where_they_are_known",
        "test_undoing_it_deletes_its_messages_and_undoing_that_says_it_again",
    ),
    "recaps/test_counting.py": (
        "test_a_check_in_that_comes_late_is_counted",
        "test_days_and_spans_are_counted_as_they_are",
    ),
    "recaps/test_own.py": (
        "test_a_moderator_sends_the_running_week_once_a_minute",
        "test_in_chinese",
    ),
    "recaps/test_times.py": (
        "test_a_digest_a_month_and_a_year_come_at_their_times",
        "test_a_time_before_the_day_begins_waits_until_it_does",
    ),
    "recaps/test_weekly.py": (
        "test_a_recap_pings_nobody_and_is_kept_without_a_name",
        "test_it_is_told_once_whatever_is_restarted",
        "test_the_week_before_stands_beside_and_a_change_of_it_is_told",
        "test_weeks_are_those_of_iso_at_new_year",
    ),
    "reminders/test_birthdays.py": (
        "test_a_community_may_want_anniversaries",
        "test_a_year_is_not_kept",
    ),
    "reminders/test_cap.py": (
        "test_of_whoever_is_forgotten_meanwhile_nothing_is_counted",
        "test_what_is_cancelled_while_the_platform_takes_it_counts",
        "test_what_is_too_late_takes_no_room",
    ),
    "reminders/test_choices.py": ("test_choices_are_in_the_export_and_gone_with_their_person",),
    "reminders/test_festivals.py": ("test_without_festivals_nobody_is_greeted_and_no_row_is_kept",),
    "reminders/test_streaks.py": (
        "test_a_chosen_time_goes_before_the_quiet_hours",
        "test_a_slice_that_comes_after_midnight_reminds_nobody_of_the_new_day",
        "test_the_button_checks_in_the_member_of_the_community_that_reminds",
    ),
    "reminders/test_win_back.py": (
        "test_a_word_that_waits_is_not_said_to_who_has_written_meanwhile",
    ),
    "reviews/test_cog.py": (
        "test_an_approved_make_up_is_done",
        "test_two_moderators_at_once_decide_once",
    ),
    "reviews/test_undoing.py": (
        "test_an_approval_is_undone_and_done_again",
        "test_cards_that_were_used_since_keep_the_decline",
    ),
    "roles/test_cog.py": (
        "test_a_role_that_was_refused_and_is_lost_is_not_taken",
        "test_what_the_platform_will_not_take_is_tried_again_too",
    ),
    "shop/test_buying.py": (
        "test_a_month_has_its_limit_also_over_linked_accounts",
        "test_a_price_that_changed_meanwhile_asks_again",
        "test_nobody_buys_more_freezes_than_a_member_may_hold",
        "test_who_was_forgotten_leaves_no_order",
    ),
    "shop/test_handling.py": (
        "test_a_card_that_was_used_becomes_a_debt",
        "test_a_refund_is_not_undone_once_somebody_else_has_the_last_one",
        "test_a_refund_takes_back_what_was_given_and_is_undone_and_redone",
        "test_an_expiry_that_was_missed_happens_once_the_bot_is_back",
        "test_an_order_is_handed_over_by_a_moderator",
        "test_codes_are_not_taken_in_where_all_can_read_them",
        "test_each_buyer_gets_a_code_of_their_own_in_private",
        "test_the_buyers_note_is_not_shown_in_the_group",
    ),
    "shop/test_reopening.py": (
        "test_a_declined_order_gets_a_code_again_if_there_is_one",
        "test_a_declined_order_is_paid_again_and_waits",
    ),
    "staff/test_cog.py": (
        "test_an_act_that_no_cog_can_take_back_is_not_undone",
        "test_what_was_taken_is_given_back",
    ),
    "staff/test_scheduled.py": (
        "test_admins_see_each_job_with_its_next_times_and_how_it_went",
        "test_what_was_skipped_or_failed_says_why",
    ),
    "test_stories.py": (
        "test_the_story_is_told_and_ends_as_it_should[a_closed_door_and_those_who_said_no]",
        "test_the_story_is_told_and_ends_as_it_should[private_chats_of_two_communities]",
        "test_the_story_is_told_and_ends_as_it_should[quiet_hours_across_midnight]",
    ),
}
