-- Points: entries that are never rewritten, what seals them, and what is kept of them.

-- An entry's id is its idempotency key: the same key twice is one entry.
--: table ledger_entries fact person=account retention=for ever
CREATE TABLE ledger_entries (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount <> 0),
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,            -- an account, or 'system'
    rules TEXT NOT NULL,            -- the version of the rules that gave it, '' by hand
    source TEXT NOT NULL,           -- platform/chat/message
    at BIGINT NOT NULL,
    day TEXT NOT NULL,              -- the local day that it was earned for, '' by hand
    reverses TEXT,
    seq /*sqlite INTEGER PRIMARY KEY*/ /*postgres BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY*/,
    UNIQUE (community, id)
);
CREATE INDEX ledger_entries_of_account ON ledger_entries (community, account, seq);
CREATE UNIQUE INDEX ledger_entries_reversed ON ledger_entries (community, reverses) WHERE reverses IS NOT NULL;

/*sqlite
CREATE TRIGGER ledger_entries_stay BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger entries are never rewritten'); END;
CREATE TRIGGER ledger_entries_are_kept BEFORE DELETE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger entries are never deleted'); END;
CREATE TRIGGER ledger_entries_are_not_replaced BEFORE INSERT ON ledger_entries
WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE community = NEW.community AND id = NEW.id)
OR EXISTS (SELECT 1 FROM ledger_entries WHERE seq = NEW.seq)
BEGIN SELECT RAISE(IGNORE); END;
*/
/*postgres
CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'ledger rows are never rewritten or deleted'; END $$;
CREATE TRIGGER ledger_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();
*/

-- The hash chain of a community over its committed entries, in the order of seq.
--: table ledger_seals fact retention=for ever
CREATE TABLE ledger_seals (
    community TEXT NOT NULL,
    number BIGINT NOT NULL,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (community, number)
) /*sqlite WITHOUT ROWID*/;
/*sqlite
CREATE TRIGGER ledger_seals_stay BEFORE UPDATE ON ledger_seals
BEGIN SELECT RAISE(ABORT, 'seals are never rewritten'); END;
CREATE TRIGGER ledger_seals_are_kept BEFORE DELETE ON ledger_seals
BEGIN SELECT RAISE(ABORT, 'seals are never deleted'); END;
CREATE TRIGGER ledger_seals_are_not_replaced BEFORE INSERT ON ledger_seals
WHEN EXISTS (SELECT 1 FROM ledger_seals WHERE community = NEW.community AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'seals are never rewritten'); END;
*/
/*postgres
CREATE TRIGGER ledger_seals_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seals
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();
*/

--: table balances cache person=member retention=rebuilt
CREATE TABLE balances (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    balance BIGINT NOT NULL,
    PRIMARY KEY (community, member)
) /*sqlite WITHOUT ROWID*/;

--: table tallies cache person=member retention=rebuilt
CREATE TABLE tallies (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    period TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (community, member, name, period)
) /*sqlite WITHOUT ROWID*/;

-- Acts of staff: the audit, and what undo needs.
--: table actions fact person=actor retention=for ever
CREATE TABLE actions (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    at BIGINT NOT NULL,
    detail TEXT NOT NULL,           -- JSON of the cog that acted
    undoes TEXT,
    seq /*sqlite INTEGER PRIMARY KEY*/ /*postgres BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY*/,
    UNIQUE (community, id)
);
CREATE UNIQUE INDEX actions_undone ON actions (community, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX actions_of_target ON actions (community, target, at);

-- What staff wrote about an act: free text, apart from the act so that erasure can remove it.
--: table action_notes choice retention=until erased
CREATE TABLE action_notes (
    community TEXT NOT NULL,
    action TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (community, action)
) /*sqlite WITHOUT ROWID*/;
