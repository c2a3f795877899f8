-- Milestones that were paid, by the run's first day: when runs join they are not paid again.
--: table earning_marks fact person=account retention=until erased
CREATE TABLE earning_marks (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    mark BIGINT NOT NULL,
    run_day TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (community, account, kind, mark, run_day)
) /*sqlite WITHOUT ROWID*/;
