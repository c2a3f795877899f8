-- When somebody's birthday is, as far as they said it; nobody is asked for a year.
--: table occasions choice person=account retention=until erased
CREATE TABLE occasions (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    date TEXT NOT NULL,             -- 11-23, lunar 08-15, leap 06-15; '' for none
    shown TEXT NOT NULL,            -- public: the group may wish them well; else private
    at BIGINT NOT NULL,
    PRIMARY KEY (community, account)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX occasions_by_date ON occasions (community, date, account);
