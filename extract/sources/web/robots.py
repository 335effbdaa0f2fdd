"""robots.txt as RFC 9309 says: the most specific rule for our agent wins, * and $ are understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class RobotsRules:
    """Rules of one host for one agent. `delay_seconds` is its Crawl-delay, 0 where it asks for none."""

    allowed: list[str] = field(default_factory=list)
    disallowed: list[str] = field(default_factory=list)
    delay_seconds: float = 0.0

    def permits(self, path: str) -> bool:
        """Whether `path` (with its query) may be fetched: the longest matching rule decides, allow on a tie."""
        allow = max((len(rule) for rule in self.allowed if _matches(rule, path)), default=-1)
        refuse = max((len(rule) for rule in self.disallowed if _matches(rule, path)), default=-1)
        return allow >= refuse


def read_robots(text: str, agent: str) -> RobotsRules:
    """The rules of the groups that name `agent`, or of the groups for everyone where none does."""
    name = re.split(r"[/\s]", agent.strip(), maxsplit=1)[0].lower()
    groups = _groups(text)
    chosen = [rules for agents, rules in groups if name in agents] or [rules for agents, rules in groups if "*" in agents]
    merged = RobotsRules()
    for rules in chosen:
        merged.allowed += rules.allowed
        merged.disallowed += rules.disallowed
        merged.delay_seconds = max(merged.delay_seconds, rules.delay_seconds)
    return merged


def _groups(text: str) -> list[tuple[set[str], RobotsRules]]:
    groups: list[tuple[set[str], RobotsRules]] = []
    is_naming = False
    for line in text.lstrip("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            if not is_naming:
                groups.append((set(), RobotsRules()))
            groups[-1][0].add(value.lower())
            is_naming = True
        elif groups and key in ("allow", "disallow", "crawl-delay"):
            _add(groups[-1][1], key, value)
            is_naming = False
    return groups


def _add(rules: RobotsRules, key: str, value: str) -> None:
    if key == "crawl-delay":
        if re.fullmatch(r"\d{1,6}(\.\d+)?", value):
            rules.delay_seconds = float(value)
    elif value:
        (rules.allowed if key == "allow" else rules.disallowed).append(value)


def _matches(rule: str, path: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in re.split(r"\*+", rule.removesuffix("$")))
    return re.match(pattern + ("$" if rule.endswith("$") else ""), path) is not None
