"""One text in traditional and in simplified characters folds to the same."""

from __future__ import annotations

import pytest

from bot.core.folding import fold
from bot.core.variants import simplified


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("簽到 連簽 日曆 補簽 請假 時區 語言", "签到 连签 日历 补签 请假 时区 语言"),
        ("積分 明細 轉贈 等級 勳章 兌換 通知 回顧", "积分 明细 转赠 等级 勋章 兑换 通知 回顾"),
        ("關聯 解綁 導出 幫助 獎勵 撤銷 解釋 駁回", "关联 解绑 导出 帮助 奖励 撤销 解释 驳回"),
        ("審核 訂單 退款 兌換碼 設置 任務 審計", "审核 订单 退款 兑换码 设置 任务 审计"),
        ("閏月 農曆 鬧鐘 靜音 閱讀 頁數", "闰月 农历 闹钟 静音 阅读 页数"),
    ],
)
def test_both_scripts_fold_to_the_same(traditional: str, plain: str) -> None:
    assert fold(traditional, simplified) == fold(plain, simplified) == plain


def test_what_is_simplified_stays() -> None:
    letters = [chr(code) for code in range(0x4E00, 0xA000)]
    assert [each for each in letters if simplified(simplified(each)) != simplified(each)] == []
