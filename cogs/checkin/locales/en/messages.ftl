# Check-ins whose message is gone

checkin-taken-back-author = { $name }, you deleted the message, so the check-in of { $day } is taken back, with its points. You can check in again on the same day.
checkin-taken-back-moderator = A moderator deleted the message, so { $name }’s check-in of { $day } is taken back, with its points.
