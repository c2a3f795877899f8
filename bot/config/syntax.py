"""What to say of a place that is not TOML, in the operator's language."""

from __future__ import annotations

from typing import Final

from bot.core.setting_mistakes import Words

_TWICE: Final = (
    "Cannot overwrite a value",
    "Cannot declare",
    "Cannot mutate immutable namespace",
    "Duplicate inline table key",
    "Cannot redefine namespace",
)

_REASONS: Final = (
    (
        "Invalid statement",
        Words(
            "这一行看不懂，应为“键 = 值”或“[节]”。",
            "this line cannot be read, expected “key = value” or “[section]”.",
        ),
    ),
    ("Expected '=' after", Words("键的后面应为 =。", "expected = after the key.")),
    (
        "Invalid value",
        Words(
            "= 后面的值看不懂；文字要加英文引号。",
            "the value after = cannot be read; text needs straight quotes.",
        ),
    ),
    ("Unclosed array", Words("列表没有用 ] 结束。", "the list is not closed with ].")),
    ("Unclosed inline table", Words("表没有用 } 结束。", "the table is not closed with }.")),
    (
        "Expected newline or end of document",
        Words("值的后面多了东西。", "there is more after the value."),
    ),
    (
        "Illegal character '\\n'",
        Words("文字没有用引号结束。", "the text is not closed with a quote."),
    ),
    ("Unterminated string", Words("文字没有用引号结束。", "the text is not closed with a quote.")),
    (
        "Illegal character",
        Words("这里有不能用的字符。", "a character is not allowed here."),
    ),
    ("Found invalid character", Words("这里有不能用的字符。", "a character is not allowed here.")),
    (
        "Unescaped '\\'",
        Words(
            "双引号里的 \\ 要写成 \\\\，或改用单引号。",
            "inside double quotes write \\\\ for \\, or use single quotes.",
        ),
    ),
    ("Invalid hex value", Words("\\u 的后面应为十六进制数。", "expected hex digits after \\u.")),
    (
        "Escaped character is not",
        Words("\\u 写的不是一个字符。", "what stands after \\u is no character."),
    ),
    ("Invalid date", Words("没有这样的日期或时间。", "there is no such date or time.")),
    (
        "Invalid initial character for a key",
        Words(
            "这里应为一个键：字母、数字、_ 和 -，其他要加引号。",
            "expected a key of a–z, 0–9, _ and -, or in quotes.",
        ),
    ),
    (
        "Expected ']'",
        Words("节的名称没有用 ] 结束。", "the section's name is not closed with ]."),
    ),
)


def said_of(reason: str) -> Words:
    """What the reader's own reason means; of one that is not known it is quoted."""
    for begins, words in _REASONS:
        if reason.startswith(begins):
            return words
    return Words(f"这不是 TOML：{reason}。", f"this is not TOML: {reason}.")


def is_twice(reason: str) -> bool:
    """Whether the reader complains that the same thing stands there again."""
    return reason.startswith(_TWICE)


def twice(first_line: int | None, section: bool) -> Words:
    """The same key or section again; ``first_line`` is where it stands first, if that is known."""
    zh, en = ("这一节", "this section") if section else ("这个设置", "this setting")
    if first_line is None:
        return Words(f"{zh}前面已经有了。", f"{en} is there already.")
    return Words(
        f"{zh}第 {first_line} 行已经有了。", f"{en} is there already in line {first_line}."
    )


def unclosed() -> Words:
    """A list or table that runs into the next statement."""
    return Words(
        "这里开始的列表、表或文字没有结束。", "the list, table or text that begins here has no end."
    )


def too_deep() -> Words:
    """Lists or tables nested by the hundred."""
    return Words("嵌套得太深。", "nested too deeply.")
