"""Who takes part in an event, as two of its mentions are compared by it; kept while the event grows."""

from __future__ import annotations

from sijill.extract.parties import PartyFind


class Gist:
    """A long report can add a thousand mentions to one event: what the first ones gave is not looked at again for each.

    Attributes:
        heads: what the targets are, by the entry and by the last word of its label («وزير في الحكومة» and «وزير الأوقاف» are both a
            minister).
        doers: the actors that did it, where they are named.
        struck: the actors among the targets, where they are named.
    """

    __slots__ = ("_doing", "_done", "doers", "heads", "struck")

    def __init__(self) -> None:
        self.heads: set[str] = set()
        self.doers: set[str | None] = set()
        self.struck: set[str | None] = set()
        self._doing: int = 0  # perpetrators that were looked at
        self._done: int = 0  # targets that were looked at

    def take(self, perpetrators: list[PartyFind], targets: list[PartyFind]) -> None:
        """Look at those that were put behind the ones looked at before."""
        while self._doing < len(perpetrators):
            party = perpetrators[self._doing]
            self._doing += 1
            if party.named:
                self.doers.add(party.actor_id)
        while self._done < len(targets):
            party = targets[self._done]
            self._done += 1
            self.heads.add(party.head.entry.id)
            if party.named:
                self.struck.add(party.actor_id)
            elif party.animate and party.label:
                self.heads.add(party.label.lower().split()[-1].removesuffix("s"))
