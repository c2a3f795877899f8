"""What the strict Bot API does to members when it is asked to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.servers.telegram_members import PERMISSIONS, Json, Member, end_of
from tests.servers.telegram_requests import Params, bad, no
from tests.servers.telegram_world import BOT_ID, Chat, World, bot_json, user_json

_UNKNOWN = "PARTICIPANT_ID_INVALID"


def get_chat_member(world: World, values: Params) -> Json:
    chat, user = world.find(values), values["user_id"]
    if user == BOT_ID:
        return {"user": bot_json(), **chat.own()}
    if chat.status != "administrator":
        raise no("member list is inaccessible")
    for each in chat.staff:
        if each["user"]["id"] == user:
            return each
    if user not in world.people():
        raise no(_UNKNOWN)
    return {"user": user_json(user), **chat.members.get(user, Member("left")).json()}


def restrict_chat_member(world: World, values: Params) -> bool:
    chat = world.find(values)
    if chat.type != "supergroup":
        raise no("method is available only for supergroups")
    given = values["permissions"]
    if unknown := sorted(set(given) - set(PERMISSIONS)):
        raise bad(f"unknown permissions {unknown}")
    if not values.get("use_independent_chat_permissions"):
        raise bad("permissions are to be independent, or some imply others")
    member = _target(world, chat, values["user_id"])
    permissions = {name: bool(given.get(name, False)) for name in PERMISSIONS}
    until = end_of(values.get("until_date", 0), world.now())
    if all(permissions.values()):
        new = Member("member" if member.is_inside else "left")
    else:
        new = Member("restricted", until, permissions, is_member=member.is_inside)
    return _becomes(world, chat, values["user_id"], new)


def ban_chat_member(world: World, values: Params) -> bool:
    chat, user = world.find(values), values["user_id"]
    if chat.type == "private":
        raise no("can't ban members in private chats")
    member = _target(world, chat, user)
    if chat.type == "group":
        if not member.is_inside:
            raise no("USER_NOT_PARTICIPANT")
        return _becomes(world, chat, user, Member("left"))
    until = end_of(values.get("until_date", 0), world.now())
    return _becomes(world, chat, user, Member("kicked", until))


def unban_chat_member(world: World, values: Params) -> bool:
    chat, user = world.find(values), values["user_id"]
    if chat.type != "supergroup":
        raise no("method is available for supergroup and channel chats only")
    member = _target(world, chat, user)
    if values.get("only_if_banned") and member.status != "kicked":
        return True
    return _becomes(world, chat, user, Member("left"))


def set_chat_member_tag(world: World, values: Params) -> bool:
    chat, user, tag = world.find(values), values["user_id"], values.get("tag", "")
    if len(tag) > 16 or any(ord(letter) > 0xFFFF for letter in tag):
        raise bad("tag is too long, or has emoji")
    if not chat.own().get("can_manage_tags"):
        raise no("CHAT_CREATOR_REQUIRED")
    member = chat.members.get(user)
    if member is None or not member.is_inside:
        raise no(_UNKNOWN)
    if any(each["user"]["id"] == user for each in chat.staff):
        raise bad("an administrator has a custom title and no tag")
    return _becomes(world, chat, user, replace(member, tag=tag))


def ban_chat_sender_chat(world: World, values: Params) -> bool:
    chat = _with_rights(world, values)
    chat.banned_channels.add(values["sender_chat_id"])
    return True


def unban_chat_sender_chat(world: World, values: Params) -> bool:
    chat = _with_rights(world, values)
    chat.banned_channels.discard(values["sender_chat_id"])
    return True


def _with_rights(world: World, values: Params) -> Chat:
    chat = world.find(values)
    if chat.type != "supergroup":
        raise no("method is available for supergroup and channel chats only")
    if values["sender_chat_id"] >= 0 or values["sender_chat_id"] == chat.id:
        raise bad("invalid sender chat")
    _need_the_right(chat)
    return chat


def _target(world: World, chat: Chat, user: int) -> Member:
    """Whom the bot may do something to, in the order in which Telegram asks."""
    if user == BOT_ID:
        raise no("can't restrict self")
    if user not in world.people():
        raise no(_UNKNOWN)
    for each in chat.staff:
        if each["user"]["id"] == user:
            owner = each["status"] == "creator"
            raise no("can't remove chat owner" if owner else "user is an administrator of the chat")
    _need_the_right(chat)
    return chat.members.get(user, Member("left"))


def _need_the_right(chat: Chat) -> None:
    if not chat.own().get("can_restrict_members"):
        raise no("not enough rights to restrict/unrestrict chat member")


def _becomes(world: World, chat: Chat, user: int, new: Member) -> bool:
    """They are this from now on; the bot hears of what it has changed, as of all changes."""
    old = chat.members.get(user, Member("left"))
    chat.members[user] = replace(new)
    if old != new:
        who: dict[str, Any] = {"user": user_json(user)}
        changed = {
            "chat": chat.json(), "from": bot_json(), "date": world.now(),
            "old_chat_member": {**who, **old.json()}, "new_chat_member": {**who, **new.json()},
        }  # fmt: skip
        world.happens("chat_member", changed)
    return True
