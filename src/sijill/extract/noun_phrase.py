"""What belongs to a noun phrase behind its head: adjectives, a possessor, what a preposition brings in, a person's name."""

from __future__ import annotations

from sijill.extract.closed import ALEF, EXCEPT_AND, FA, NUN, PARTICLES, PREPOSITIONS, STOP, WAW, YA, lettered
from sijill.extract.lookup import Match
from sijill.extract.party import Ground
from sijill.extract.party_words import NAME_WORDS, PATRONYMS, called_ali, verbal
from sijill.extract.place_words import POINTS_BACK
from sijill.text import BREAK, Doc

_JUST_PEOPLE = frozenset(
    "noun.young_man noun.demonstrator noun.citizen noun.civilian noun.man noun.woman noun.child noun.girl"
    " noun.masked_man noun.person noun.residents".split()
)
_STATES = frozenset({"noun.convict", "noun.suspect", "noun.accomplice"})
_FORCES = frozenset({"state_forces", "foreign_forces"})


def name_behind(ground: Ground, index: int) -> int:
    """How many words of a person's name stand behind «الناشط», «الشاب»: two at least, none that could begin a clause."""
    doc, last = ground.doc, index
    while last < ground.count and last - index < NAME_WORDS:
        word = ground.words[last]
        text = word.text
        if word.gap == BREAK or ground.stops[last] or ground.barred[last] or not lettered(text):
            break
        if text in STOP and not called_ali(doc, last):
            break
        if (len(text) < 3 and text not in PATRONYMS) or (text.startswith(_NO_NAME) and text not in _NAMES):
            break
        if (last == index and (ground.heads[last] is not None or text.startswith("ال"))) or text in KIN or verbal(text):
            break
        last += 1
    return last - index if last - index >= 2 else 0


_NO_NAME = ("وال", "بال", "لل", "فال", "تم", "است", "يت", "سي", "ست", "بم", "بت", "برص", "برف", "برت", "بري", "لم", "لد")
_NAMES = frozenset("تمام سيد سيف بريك يتيم".split())
KIN = frozenset("ابنه نجل نجله شقيق شقيقه زوجه زوج والد والده البالغ البالغه الملقب الملقبه المكني المعروف المدعو".split())
_NUNATED = ("ون", "ين", "ان")  # endings of a sound plural or a dual that nothing possesses


def bracket(doc: Doc, index: int) -> bool:
    """Whether a bracket stands right before a word."""
    if not index:
        return False
    between = doc.between(index - 1, index)
    return "(" in between or ")" in between


def belongs(doc: Doc, head: Match, previous: Match, follower: Match, *, closed: bool, title: bool, barred: bool) -> bool:
    """Whether a second entry right behind what is taken in belongs to the same noun phrase."""
    if follower.particle == "ب" and title and head.article and previous is head and not follower.joiner:
        return follower.entry.id.startswith("actor.")  # «القيادي بحركة حماس»
    if follower.joiner or follower.particle in ("ب", "ك", "س"):
        return False
    nation = follower.form.tense == "demonym"
    actor = follower.entry.room == "actors"
    if follower.particle == "ل":
        return head.entry.room == "nouns" and (actor or follower.entry.meaning("animate") == "true")
    if previous.entry.id.startswith("nation.") and previous.form.tense != "demonym" and follower.entry.room == "nouns":
        return False  # «قصفت إيران قاعدة»: a state's name possesses nothing behind it
    if follower.entry.id.startswith("nation.") and not nation and previous.entry.id.startswith("nation."):
        return False  # «اتهمت كييف موسكو»
    if nation and _accusative(doc, follower.first) and not _accusative(doc, previous.last - 1) and not _accusative(doc, head.first):
        return False  # «قتل جندي إسرائيلي فلسطينيا»: the verb's object
    if nation:
        told = doc.words[previous.last - 1].text.startswith(("ال", "لل")) or previous.entry.id.startswith("actor.")
        return not (told and previous.entry.room == "actors" and not follower.article and follower.form.tense == "demonym")
    if barred and not actor:
        return False
    if (
        not actor
        and head.entry.meaning("kind") == "unidentified_armed"
        and follower.entry.meaning("animate") != "true"
        and head.form.number == "sing"
    ):
        return False  # «فجر انتحاري شاحنة»: the next noun is the verb's object
    before = doc.words[previous.last - 1].text
    definite = before.startswith(("ال", "لل"))
    if follower.article and not definite and previous.entry.room == "nouns" and previous.form.number == "plural" and before.endswith("ون"):
        return False  # «اغتال مسلحون مجهولون القاضي»: a plural that keeps its nun possesses nothing
    if definite and doc.words[follower.first].text in POINTS_BACK:
        return False  # «تحاصر القوات الحكومية البلدة»
    if previous.entry.id.startswith("actor.") and follower.entry.room == "nouns" and not follower.article:
        return False  # «هاجم عناصر داعش قرية»: nothing indefinite belongs to a name
    if follower.entry.room == "nouns" and follower.entry.meaning("animate") != "true":
        qualified = previous.last - previous.first > 1 and before.endswith("يه") and not definite and not follower.article
        if qualified or (previous.entry.room == "nouns" and previous.article and follower.article):
            return False  # «داهمت قوة أمنية منزلا», «قصفت الطائرات السوق»: an adjective or a definite noun possesses nothing
    if (follower.entry.id in _STATES and follower.article == previous.article and previous.entry.room == "nouns") or (
        follower.entry.id in _STATES and follower.article and previous.form.tense == "demonym"
    ):
        return True  # «الليبي المدان», «قياديا مطلوبا»
    if follower.entry.id.startswith("noun.community") and follower.article and definite and follower.form.number != "sing":
        return True  # «المسلحين الحوثيين الشيعة»
    if closed:
        return actor and follower.entry.role == "person"
    if follower.entry.room == "nouns" and _accusative(doc, follower.first) and not doc.words[previous.last - 1].text.endswith("ا"):
        return False  # «قصفت طائرات حربية سوقا»
    if previous.entry.room == "nouns" and previous.article and follower.article and follower.entry.id.startswith("organ."):
        return False  # «تتهم العشيرة الجيش»: a definite noun possesses nothing, and a body of the state is no description
    if head.entry.id in _JUST_PEOPLE and actor and not nation and follower.entry.meaning("kind") in _FORCES:
        return False  # «رشق شبان قوات الأمن»: nobody's young men are the forces'
    if previous.entry.room == "actors" and follower.entry.room == "nouns" and _of_its_own(previous, follower, definite=definite):
        return False
    if actor and head.entry.room == "actors" and definite and not follower.article:
        return "person" in (head.entry.role, follower.entry.role)  # «اتهمت الحكومة جماعة …»: two parties
    if actor and (title or follower.entry.id.startswith("actor.")):
        return title or not definite or follower.article or follower.entry.role == "person"  # «تبنت الهجوم على الفندق | حركة …»
    if previous.entry.room == "nouns" and previous.form.number in ("plural", "dual") and before.endswith(_NUNATED) and len(before) > 4:
        return doc.words[follower.first].text.endswith(_NUNATED)
    if (
        before.endswith("ا")
        and previous.entry.room == "nouns"
        and previous.form.number == "sing"
        and not before.startswith("ال")
        and len(before) > 3
    ):
        return doc.words[follower.first].text.endswith("ا")
    return not definite or follower.article or doc.words[follower.first].text.startswith("ال")


def _of_its_own(previous: Match, follower: Match, *, definite: bool) -> bool:
    """Whether a noun behind a body is a party of its own: «اعتقلت الشرطة | المصلين», «حاصرت قوة من الشرطة | المنزل»."""
    if follower.entry.meaning("animate") != "true":
        return definite or previous.entry.id.startswith("actor.")
    if not follower.article:
        return False
    if follower.form.number == "plural":
        return definite
    person = follower.entry.meaning("kind") in ("civilians", "officials") or follower.entry.id == "noun.leader"
    return follower.form.number == "sing" and person


_LEADS = frozenset("تقوده تقودها يقوده يقودها تتزعمه تتزعمها يتزعمه يتزعمها".split())


def through(ground: Ground, head: Match, index: int, *, title: bool) -> Match | None:
    """What a preposition brings in: «عنصر من الشرطة», «ضابط في الجيش», «فصيل تابع للجيش»."""
    words, word = ground.words, ground.words[index].text
    if word in ("الذي", "التي") and index + 2 < ground.count and words[index + 1].text in _LEADS:
        leader = ground.heads[index + 2]  # «القوات التي تقودها فرنسا»
        return leader if leader is not None and leader.entry.room == "actors" and not leader.particle else None
    joined = ground.heads[index + 1]
    if joined is None or joined.joiner or words[index + 1].gap == BREAK:
        return None
    if word.startswith(("تابع", "التابع", "موالي", "الموالي")):
        return joined if joined.particle in ("ل", "") else None
    if word not in ("من", "في") or head.entry.room != "nouns" or joined.particle:
        return None
    body = joined.entry.room == "actors" and not joined.entry.id.startswith("nation.")
    if head.entry.meaning("animate") != "true" and not (word == "من" and head.entry.id == "noun.convoy"):
        return None
    if body or (word == "من" and joined.form.tense == "demonym" and joined.form.number == "plural"):
        return joined
    return joined if word == "من" and joined.entry.room == "nouns" and joined.entry.meaning("animate") == "true" and not title else None


_ABOUT = frozenset(
    "قرابه زهاء حوالي قرب قبيل بعيد عشيه غداه قباله ازاء نفسه نفسها نفسهم نفسيهما انفسهم ذاته ذاتها"
    " شمالي جنوبي شرقي غربي شمال جنوب شرق غرب وسط"
    " النار النيران الرصاص القبض السيطره الانسحاب الطريق القصف الهجوم الشهر العام الاسبوع المسووليه".split()
)  # begin a phrase of their own


_NO_ADJECTIVES = PREPOSITIONS | PARTICLES | _ABOUT
_BROKEN = frozenset("اكراد اجانب افارقه عرب جدد".split())  # adjectives of people with a plural of their own


def _accusative(doc: Doc, index: int) -> bool:
    """An indefinite accusative by its letters: where no noun before it is one, it is the verb's object."""
    text = doc.words[index].text
    return ord(text[-1]) == ALEF and len(text) > 3 and not text.startswith("ال")


def joined_and(word: str) -> bool:
    """Whether a word begins with «and»."""
    return len(word) > 3 and ord(word[0]) in (WAW, FA) and word not in EXCEPT_AND


def agrees(doc: Doc, previous: Match, index: int, *, closed: bool) -> bool:
    """Whether an unknown word can be an adjective or second noun: the article follows the article, nothing possesses a closed noun."""
    word = doc.words[index].text
    before = doc.words[index - 1].text
    if word in _NO_ADJECTIVES:
        return False
    if ord(word[-1]) == NUN and word.endswith(("ين", "ون")):
        if ord(word[0]) == YA and word.endswith("ون"):
            return False  # «مسلحون يستقلون سيارة»: a verb
        if previous.entry.room == "nouns" and previous.form.number == "sing" and not word.startswith("ال"):
            return False  # «سيارة مستخدمين»
    if _accusative(doc, index) and not before.endswith("ا"):
        return False  # «قصفت طائرات حربية سوقا»: an accusative is the verb's object
    definite = before.startswith(("ال", "لل")) or (previous.entry.room == "actors" and previous.form.tense != "demonym")
    if word.startswith("ال") and len(word) > 3:
        if word in POINTS_BACK and before.startswith(("ال", "لل")):
            return False  # «تحاصر القوات الحكومية البلدة»: a place, no adjective
        if previous.entry.room == "actors" and previous.form.tense != "demonym" and word.endswith(("ين", "ون")):
            return False  # «قوة من الشرطة المدانين»: a plural of its own
        if definite:
            return True
        nunated = (before.endswith(_NUNATED) and len(before) > 4) or (before.endswith("ا") and previous.form.number == "sing")
        return not closed and not nunated
    if definite:
        return False
    if before.endswith(("ون", "ين")) and len(before) > 4:
        return word.endswith(("ون", "ين")) or word in _BROKEN
    return word.endswith(("ين", "ون", "ه", "ي", "ات", "ا", "يين", "ان")) and not word.startswith(("ي", "ست", "سي", "ب", "ل"))
