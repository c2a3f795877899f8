-- Cards that members hold: entries that are never rewritten, and what is kept of them.

-- An entry's id is its idempotency key: the same key twice is one entry.
--: table holding_entries fact person=account retention=until erased
CREATE TABLE holding_entries (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    item TEXT NOT NULL,             -- freeze, makeup_card …
    amount BIGINT NOT NULL CHECK (amount <> 0),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,             -- from when on it counts
    reverses TEXT,
    PRIMARY KEY (community, id)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX holding_entries_of_account ON holding_entries (community, account, item, at);
CREATE UNIQUE INDEX holding_entries_reversed ON holding_entries (community, reverses) WHERE reverses IS NOT NULL;

/*sqlite
CREATE TRIGGER holding_entries_stay BEFORE UPDATE ON holding_entries
BEGIN SELECT RAISE(ABORT, 'holding entries are never rewritten'); END;
*/
/*postgres
CREATE FUNCTION holdings_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'holding entries are never rewritten'; END $$;
CREATE TRIGGER holding_entries_stay BEFORE UPDATE ON holding_entries
FOR EACH STATEMENT EXECUTE FUNCTION holdings_refuse();
*/

--: table holdings cache person=member retention=rebuilt
CREATE TABLE holdings (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    item TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (community, member, item)
) /*sqlite WITHOUT ROWID*/;
