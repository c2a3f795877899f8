-- Chats that go on under another name, as a group of Telegram that became a supergroup.
--: table chat_moves choice retention=for ever
CREATE TABLE chat_moves (
    platform TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (platform, old)
) /*sqlite WITHOUT ROWID*/;
