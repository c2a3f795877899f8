-- Who was forgotten and may still be named in what was said and what came in.

--: table erasures engine retention=until nothing names them any more
CREATE TABLE erasures (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,              -- JSON: the platforms' ids and the names, until then
    passed BIGINT NOT NULL          -- 1: all was looked through once, something still waits
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX buttons_of_account ON buttons (account);
