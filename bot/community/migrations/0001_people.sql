-- Who people are, and what they chose.

--: table persons choice person=id retention=until erased
CREATE TABLE persons (
    id TEXT PRIMARY KEY,
    locale TEXT NOT NULL,           -- their own choice, '' for none
    zone TEXT NOT NULL,             -- their latest choice, '' for none
    hint TEXT NOT NULL,             -- the language that their client asks for, '' when unknown
    created_at BIGINT NOT NULL
) /*sqlite WITHOUT ROWID*/;

--: table accounts choice person=person retention=until erased
CREATE TABLE accounts (
    platform TEXT NOT NULL,
    user_id TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES persons (id),
    name TEXT NOT NULL,
    handle TEXT NOT NULL,           -- the @name that the platform gives to one alone, folded; '' for none
    created_at BIGINT NOT NULL,
    PRIMARY KEY (platform, user_id)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX accounts_of_person ON accounts (person);
CREATE INDEX accounts_by_handle ON accounts (platform, handle) WHERE handle <> '';

--: table members choice person=person retention=until erased
CREATE TABLE members (
    community TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES persons (id),
    id TEXT NOT NULL UNIQUE,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (community, person)
) /*sqlite WITHOUT ROWID*/;

--: table zone_choices choice person=person retention=until erased
CREATE TABLE zone_choices (
    person TEXT NOT NULL REFERENCES persons (id),
    at BIGINT NOT NULL,
    zone TEXT NOT NULL,
    PRIMARY KEY (person, at)
) /*sqlite WITHOUT ROWID*/;

-- Which zone and start of day a community's config named from when on.
--: table community_days choice retention=for ever
CREATE TABLE community_days (
    community TEXT NOT NULL,
    at BIGINT NOT NULL,
    zone TEXT NOT NULL,
    day_start TEXT NOT NULL,
    PRIMARY KEY (community, at)
) /*sqlite WITHOUT ROWID*/;

-- Group chats that the bot has met without being told of them.
--: table unbound_chats choice retention=for ever
CREATE TABLE unbound_chats (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (platform, chat)
) /*sqlite WITHOUT ROWID*/;

-- Which community a person means in a private chat.
--: table private_choices choice person=person retention=until erased
CREATE TABLE private_choices (
    person TEXT PRIMARY KEY REFERENCES persons (id),
    community TEXT NOT NULL,
    at BIGINT NOT NULL
) /*sqlite WITHOUT ROWID*/;

-- Which accounts a person has held; linking and unlinking add to it.
--: table links fact person=person retention=until erased
CREATE TABLE links (
    operation TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    person TEXT NOT NULL REFERENCES persons (id),
    was TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (operation, account)
) /*sqlite WITHOUT ROWID*/;

-- What a platform says that someone is in one of its chats.
--: table platform_roles cache retention=until the platform says otherwise
CREATE TABLE platform_roles (
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (platform, chat, user_id)
) /*sqlite WITHOUT ROWID*/;
