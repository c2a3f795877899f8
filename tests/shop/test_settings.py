"""What an operator writes wrongly into the shop is named with its line and what was expected."""

from __future__ import annotations

import pytest

from bot.app import read_config
from bot.config.problems import ConfigProblems

MAIN = '[community.main]\nlocale = "en"\n'
MUG = '[[shop]]\nkey = "mug"\nprice = 5\n'


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (
            MUG + MUG,
            '<text>:7: shop[2].key: found "mug", expected a key that no other item has.',
        ),
        (
            f'{MUG}name = {{zh = "杯", en = "Blue mug"}}\n[[shop]]\nkey = "cup"\nprice = 1\n'
            'name = {zh = "杯子", en = "blue  MUG"}\n',
            '<text>:10: shop[2].name.en: found "blue  MUG", expected a name that no other item'
            " has.",
        ),
        (
            f'{MUG}[[shop]]\nkey = "cup"\nprice = 1\nname = {{zh = "ｍug", en = "Cup"}}\n',
            '<text>:9: shop[2].name.zh: found "ｍug", expected a name that no other item has.',
        ),
        (
            '[[shop]]\nkey = "12"\nprice = 1\n',
            '<text>:4: shop[1].key: found "12", expected more than digits, since a number is a'
            ' place in the list of /shop. Did you mean "item_12"?',
        ),
        (
            f'{MUG}name = {{zh = "２", en = "Two"}}\n',
            '<text>:6: shop[1].name.zh: found "２", expected more than digits, since a number is a'
            " place in the list of /shop.",
        ),
        (
            '[[shop]]\nkey = "mug"\nprice = -5\n',
            "<text>:5: shop[1].price: found -5, expected a whole number from 0 to 1000000000.",
        ),
        (
            MUG + 'tier = "growng"\n',
            '<text>:6: shop[1].tier: found "growng", expected "newcomer", "growing" or "expert".'
            ' Did you mean "growing"?',
        ),
        (
            MUG + 'from = "2027-02-06T00:00:00Z"\nuntil = "2027-02-05T00:00:00Z"\n',
            '<text>:7: shop[1].until: found "2027-02-05T00:00:00+00:00",'
            " expected an instant after from (2027-02-06T00:00:00+00:00).",
        ),
        (
            MUG + 'from = "tomorrow"\n',
            '<text>:6: shop[1].from: found "tomorrow", expected a date and time with its offset'
            ' such as "2027-02-06T00:00:00+08:00", or "".',
        ),
        (
            MUG + "gives = {makeup_crad = 1}\n",
            '<text>:6: shop[1].gives.makeup_crad: found "makeup_crad", expected freeze, makeup_card'
            ' or a name less alike. Did you mean "makeup_card"?',
        ),
        (
            MUG + "unlock_days = 30\n",
            "<text>:6: shop[1].unlock_days: found 30, expected 0, since unlocks is empty.",
        ),
        (
            MUG + "prices = 3\n",
            "<text>:6: shop[1].prices: there is no such setting. Did you mean price?",
        ),
    ],
)
def test_what_is_wrong_in_the_shop_is_named(written: str, problem: str) -> None:
    with pytest.raises(ConfigProblems) as refused:
        read_config(MAIN + written)
    assert str(refused.value) == problem


@pytest.mark.parametrize("card", ["ticket", "freeze_ticket", "makeup_lesson"])
def test_cards_of_ones_own_kind_may_be_sold(card: str) -> None:
    assert read_config(MAIN + MUG + f"gives = {{{card} = 1}}\n").notes == ()
