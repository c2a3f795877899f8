-- Which zones are in use is a step for each of them, not a walk over all who chose one.
CREATE INDEX zone_choices_by_zone ON zone_choices (zone);
