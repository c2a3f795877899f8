-- What members redeem: orders, how many of an item are gone, and codes that are given once.

--: table orders choice person=account retention=until erased
CREATE TABLE orders (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    item TEXT NOT NULL,             -- the key of the shop
    name_zh TEXT NOT NULL,          -- its name when it was asked for, '' for none
    name_en TEXT NOT NULL,
    state TEXT NOT NULL,            -- asked, cancelled, reserved, fulfilled, refunded, expired
    price BIGINT NOT NULL,
    at BIGINT NOT NULL,             -- the latest step
    month TEXT NOT NULL,            -- the local month of the purchase, '' before it is confirmed
    gave TEXT NOT NULL,             -- what it holds: 'item=count …'
    unlocked TEXT NOT NULL,         -- what it unlocks: 'name …'
    ends_at BIGINT NOT NULL,        -- when what it unlocks ends, 0 for never
    note TEXT NOT NULL,             -- the buyer's own words, '' for none
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    source TEXT NOT NULL,           -- the message, as the ledger names it
    PRIMARY KEY (community, id)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX orders_of_account ON orders (community, account, item, month);
CREATE INDEX orders_by_state ON orders (community, state, at);

-- Also what members have who were forgotten since is gone.
--: table shop_stock fact retention=for ever
CREATE TABLE shop_stock (
    community TEXT NOT NULL,
    item TEXT NOT NULL,
    gone BIGINT NOT NULL,
    PRIMARY KEY (community, item)
) /*sqlite WITHOUT ROWID*/;

--: table coupons choice person=account retention=until erased
CREATE TABLE coupons (
    community TEXT NOT NULL,
    item TEXT NOT NULL,
    code TEXT NOT NULL,
    account TEXT NOT NULL,          -- whose it is, '' while it is nobody's
    order_id TEXT NOT NULL,
    number BIGINT NOT NULL,         -- the order of the list
    PRIMARY KEY (community, item, code)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX coupons_free ON coupons (community, item, number) WHERE account = '';
CREATE INDEX coupons_of_account ON coupons (community, account);
