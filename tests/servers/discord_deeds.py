"""What a bot may do on the simulated Discord besides speaking, with its errors."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote

from aiohttp import web

from tests.servers.discord_answers import error, json_response
from tests.servers.discord_rights import (
    ADD_REACTIONS,
    ADMIN_ROLE,
    BAN,
    KICK,
    MANAGE_MESSAGES,
    MANAGE_ROLES,
    MODERATE,
    Json,
    Person,
)
from tests.servers.discord_world import BOT, OWNER, World

_LONGEST_MUTE: Final = timedelta(days=28)
_KNOWN_EMOJI: Final = ("👍", "🎉", "❤️", "fire:77")


class Deeds:
    """The routes of members, bans, roles, reactions and deletions."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.mistakes: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        """All of them, below the API's base."""
        member, ban = (
            "/api/v10/guilds/{guild}/members/{user}",
            "/api/v10/guilds/{guild}/bans/{user}",
        )
        message = "/api/v10/channels/{channel}/messages/{message}"
        return [
            web.get(member, self._get_member),
            web.patch(member, self._mute),
            web.delete(member, self._kick),
            web.put(ban, self._ban),
            web.delete(ban, self._unban),
            web.put(member + "/roles/{role}", self._give_role),
            web.delete(member + "/roles/{role}", self._take_role),
            web.delete(message, self._delete),
            web.put(message + "/reactions/{emoji}/@me", self._react),
            web.delete(message + "/reactions/{emoji}/@me", self._take_back),
        ]

    async def _get_member(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        if user != BOT and not self.world.person(user).inside:
            return error(404, 10_007, "Unknown Member")
        named = self.world.user(user, f"P{user}", bot=user == BOT)
        return json_response({**self.world.member(user), "user": named})

    async def _mute(self, request: web.Request) -> web.Response:
        refused, person = self._to_member(request, MODERATE)
        if refused is not None:
            return refused
        if not person.inside:
            return error(404, 10_007, "Unknown Member")
        if ADMIN_ROLE in person.roles:
            return error(403, 50_013, "Missing Permissions")
        body: Json = await request.json()
        if set(body) != {"communication_disabled_until"}:
            self.mistakes.append("a mute with more")
        until = body["communication_disabled_until"]
        if until and datetime.fromisoformat(until) > self.world.now + _LONGEST_MUTE:
            return error(400, 50_035, "Invalid Form Body")
        person.muted_until = until
        return json_response(self.world.member(request.match_info["user"]))

    async def _kick(self, request: web.Request) -> web.Response:
        refused, person = self._to_member(request, KICK)
        if refused is not None:
            return refused
        if not person.inside:
            return error(404, 10_007, "Unknown Member")
        person.inside = False
        return web.Response(status=204)

    async def _ban(self, request: web.Request) -> web.Response:
        refused, person = self._to_member(request, BAN)
        if refused is not None:
            return refused
        if await request.json() != {"delete_message_seconds": 0}:
            self.mistakes.append("a ban that deletes messages")
        person.inside, person.banned = False, True
        return web.Response(status=204)

    async def _unban(self, request: web.Request) -> web.Response:
        refused, person = self._to_member(request, BAN)
        if refused is not None:
            return refused
        if not person.banned:
            return error(404, 10_026, "Unknown Ban")
        person.banned = False
        return web.Response(status=204)

    async def _give_role(self, request: web.Request) -> web.Response:
        return self._role(request, given=True)

    async def _take_role(self, request: web.Request) -> web.Response:
        return self._role(request, given=False)

    def _role(self, request: web.Request, *, given: bool) -> web.Response:
        role, person = request.match_info["role"], self._person(request)
        self._note(request)
        if not self.world.bot_may & MANAGE_ROLES:
            return error(403, 50_013, "Missing Permissions")
        if not person.inside:
            return error(404, 10_007, "Unknown Member")
        if not self.world.knows_role(role):
            return error(404, 10_011, "Unknown Role")
        if not self.world.may_give(role):
            return error(403, 50_013, "Missing Permissions")
        person.roles = [each for each in person.roles if each != role] + [role] * given
        return web.Response(status=204)

    async def _delete(self, request: web.Request) -> web.Response:
        number = request.match_info["message"]
        self._note(request)
        if number in self.world.said and not self.world.bot_may & MANAGE_MESSAGES:
            return error(403, 50_013, "Missing Permissions")
        if not self.world.delete(number):
            return error(404, 10_008, "Unknown Message")
        return web.Response(status=204)

    async def _react(self, request: web.Request) -> web.Response:
        number, emoji = request.match_info["message"], request.match_info["emoji"]
        if not self.world.bot_may & ADD_REACTIONS:
            return error(403, 50_013, "Missing Permissions")
        if number not in self.world.said and number not in self.world.shown:
            return error(404, 10_008, "Unknown Message")
        if emoji not in _KNOWN_EMOJI:
            return error(400, 10_014, "Unknown Emoji")
        own = self.world.reactions.setdefault(number, [])
        if emoji not in own:
            own.append(emoji)
        return web.Response(status=204)

    async def _take_back(self, request: web.Request) -> web.Response:
        own = self.world.reactions.get(request.match_info["message"], [])
        if request.match_info["emoji"] not in own:
            return error(404, 10_014, "Unknown Emoji")
        own.remove(request.match_info["emoji"])
        return web.Response(status=204)

    def _to_member(self, request: web.Request, right: int) -> tuple[web.Response | None, Person]:
        """What refuses the bot, if something does, and whom it is about."""
        user, person = request.match_info["user"], self._person(request)
        self._note(request)
        if user == OWNER or not self.world.bot_may & right or not self.world.stands_above(user):
            return error(403, 50_013, "Missing Permissions"), person
        return None, person

    def _person(self, request: web.Request) -> Person:
        return self.world.person(request.match_info["user"])

    def _note(self, request: web.Request) -> None:
        reason = request.headers.get("X-Audit-Log-Reason")
        if reason is not None:
            self.world.reasons.append(unquote(reason))
            if not 1 <= len(unquote(reason)) <= 512:
                self.mistakes.append("reason")
