-- Whose numbers have moved since they were last counted; told in the turn, counted in batches.
--: table rank_moves cache person=member retention=until counted
CREATE TABLE rank_moves (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    seq /*sqlite INTEGER PRIMARY KEY*/ /*postgres BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY*/
);
CREATE INDEX rank_moves_of_member ON rank_moves (community, member);

-- Who is on which board, and with what. Nobody is on one with less than 1.
--: table rank_places cache person=member retention=rebuilt
CREATE TABLE rank_places (
    community TEXT NOT NULL,
    member TEXT NOT NULL,
    board TEXT NOT NULL,            -- all, streak, newcomers, week/2026-11-23 …
    value BIGINT NOT NULL,
    until BIGINT NOT NULL,          -- from when on it is to be counted anew, 0 for when it moves
    PRIMARY KEY (community, member, board)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX rank_places_in_order ON rank_places (community, board, value, member);
CREATE INDEX rank_places_until ON rank_places (community, until) WHERE until > 0;

-- How many on a board have a value: at level 0 exactly this one, at level n one of 256^n values.
--: table rank_counts cache retention=rebuilt
CREATE TABLE rank_counts (
    community TEXT NOT NULL,
    board TEXT NOT NULL,
    level BIGINT NOT NULL,
    bucket BIGINT NOT NULL,         -- the value, eight bits shorter at each level
    members BIGINT NOT NULL,
    PRIMARY KEY (community, board, level, bucket)
) /*sqlite WITHOUT ROWID*/;

-- They follow the places whatever writes those, also when somebody is forgotten.
/*sqlite
CREATE TRIGGER rank_places_come AFTER INSERT ON rank_places
BEGIN
    INSERT INTO rank_counts (community, board, level, bucket, members)
    SELECT NEW.community, NEW.board, l.n, NEW.value >> (8 * l.n), 1
    FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) l WHERE true
    ON CONFLICT (community, board, level, bucket) DO UPDATE SET members = members + 1;
END;
CREATE TRIGGER rank_places_go AFTER DELETE ON rank_places
BEGIN
    UPDATE rank_counts SET members = members - 1
    WHERE community = OLD.community AND board = OLD.board AND (level, bucket) IN
    (VALUES (0, OLD.value), (1, OLD.value >> 8), (2, OLD.value >> 16), (3, OLD.value >> 24));
END;
CREATE TRIGGER rank_places_move AFTER UPDATE OF value ON rank_places WHEN NEW.value <> OLD.value
BEGIN
    UPDATE rank_counts SET members = members - 1
    WHERE community = OLD.community AND board = OLD.board AND (level, bucket) IN
    (SELECT l.n, OLD.value >> (8 * l.n)
    FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) l
    WHERE NEW.value >> (8 * l.n) <> OLD.value >> (8 * l.n));
    INSERT INTO rank_counts (community, board, level, bucket, members)
    SELECT NEW.community, NEW.board, l.n, NEW.value >> (8 * l.n), 1
    FROM (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) l
    WHERE NEW.value >> (8 * l.n) <> OLD.value >> (8 * l.n)
    ON CONFLICT (community, board, level, bucket) DO UPDATE SET members = members + 1;
END;
*/
/*postgres
CREATE FUNCTION rank_counts_follow() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE rank_counts SET members = members - 1
        WHERE community = OLD.community AND board = OLD.board AND (level, bucket) IN
        (SELECT l.n, OLD.value >> (8 * l.n) FROM generate_series(0, 3) AS l(n)
        WHERE TG_OP = 'DELETE' OR NEW.value >> (8 * l.n) <> OLD.value >> (8 * l.n));
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO rank_counts (community, board, level, bucket, members)
        SELECT NEW.community, NEW.board, l.n, NEW.value >> (8 * l.n), 1
        FROM generate_series(0, 3) AS l(n)
        WHERE TG_OP = 'INSERT' OR NEW.value >> (8 * l.n) <> OLD.value >> (8 * l.n)
        ON CONFLICT (community, board, level, bucket)
        DO UPDATE SET members = rank_counts.members + 1;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER rank_places_follow AFTER INSERT OR DELETE OR UPDATE OF value ON rank_places
FOR EACH ROW EXECUTE FUNCTION rank_counts_follow();
*/

-- The periods that members were ranked for: open while anybody may still be in them, then frozen.
--: table boards fact retention=for ever
CREATE TABLE boards (
    community TEXT NOT NULL,
    board TEXT NOT NULL,            -- week/2026-11-23
    last_day TEXT NOT NULL,
    frozen_at BIGINT NOT NULL,      -- 0 while it is open
    members BIGINT NOT NULL,        -- how many were on it when it was frozen
    streaks BIGINT NOT NULL,        -- how many were on a streak then
    PRIMARY KEY (community, board)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX boards_open ON boards (community, board) WHERE frozen_at = 0;

-- The first of each frozen board.
--: table board_rows fact person=account retention=until erased
CREATE TABLE board_rows (
    community TEXT NOT NULL,
    board TEXT NOT NULL,
    what TEXT NOT NULL,             -- points, streak
    place BIGINT NOT NULL,
    account TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (community, board, what, place, account)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX board_rows_of_account ON board_rows (community, account);

-- Who is not on boards, or without a name; whoever has chosen nothing has no row.
--: table rank_choices choice person=account retention=until erased
CREATE TABLE rank_choices (
    community TEXT NOT NULL,
    account TEXT NOT NULL,
    shown TEXT NOT NULL,            -- anonymous, out
    at BIGINT NOT NULL,
    PRIMARY KEY (community, account)
) /*sqlite WITHOUT ROWID*/;

-- By which settings everybody was counted: by other ones everybody is counted anew.
--: table rank_rules engine retention=one row a community
CREATE TABLE rank_rules (
    community TEXT PRIMARY KEY,
    edition TEXT NOT NULL
) /*sqlite WITHOUT ROWID*/;
