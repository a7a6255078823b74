"""The closed classes of Arabic: the few words that end a noun phrase or a clause. Folded spelling."""

from __future__ import annotations

PREPOSITIONS = frozenset(
    "في من الي علي عن مع بين تحت فوق قرب ضد خلال اثناء بعد قبل منذ حتي نحو عبر دون بدون لدي عند امام خلف وراء حول ضمن وسط داخل خارج"
    " اثر جراء بسبب نتيجه عقب حسب وفق بحسب طبقا وفقا بواسطه باتجاه تجاه ازاء سوي عدا لدي رغم مقابل مثل كما".split()
)
PARTICLES = frozenset(
    "ان انه انها انهم انهما بان بانه بانها بانهم قد لقد لم لن لا ما ليس ليست كان كانت كانوا كانا يكون تكون وكان وكانت سوف هل اذا لو"
    " لكن لكنه لكنها لان لانه"
    " بل او ام ثم حيث حين حينما عندما بينما فيما كي لكي مما ومما اذ اي ايضا كذلك هذا هذه ذلك تلك هولاء هناك هنا هو هي هم هما الا انما"
    " عما فقط كل"
    " بعض غير نفس اياه به بها بهم له لها لهم فيه فيها فيهم منه منها منهم عليه عليها عليهم اليه اليها عنه عنها معه معها لدي ليس ريثما"
    " كلما اينما اضافه فضلا علاوه"
    " بينهم بينهما بينها بينه جميعا معا حاليا سابقا لاحقا مساء صباحا ظهرا فجرا اليوم امس غدا الان يوم ليل ليله فجر صباح".split()
)
RELATIVES = frozenset("الذي التي الذين اللذين اللذان اللتين اللتان اللواتي اللاتي من ما".split())
SAID_THAT = frozenset("ان انه انها انهم بان بانه بانها بانهم قائلا قائله قوله قولها".split())
STOP = PREPOSITIONS | PARTICLES | (RELATIVES - {"من", "ما"})
BY = ("علي يد", "علي ايدي", "من قبل", "من جانب", "من طرف", "بايدي", "بيد", "علي ايادي", "بواسطه", "في ايدي", "في يد", "في قبضه")
EXCEPT_AND = frozenset(  # words that begin with waw or fa of their own
    "وزير وزاره وزيره وحده وحدات وكاله وكالات ولايه ولايات والي وفد وفاه وقف وقع وقعت وجه وسط وضع وضعت وسايل واشنطن وادي وردك واسط"
    " وفاق وطني وطنيه ولد ورش واصل"
    " فصيل فصايل فريق فرقه فرق فوج فيلق فتح فتاه فتيات فتيان فجر فجرت فجروا فلسطين فلسطيني فلسطينيه فلسطينيين فلسطينيون فرنسا فرنسي"
    " فرنسيه فرد فروا فندق فلول فيينا فقد فقدت فض"
    " وثق وثقت ودي وفيات وصل وصلت وصول وقوع ورد وردت"
    " وليد وايل وسام وسيم وحيد وجدي وجيه وضاح وهيب وهبي ولاء وفاء فادي فارس فاروق فاضل فايز فاطمه فتحي فخري فراس فرج فرحات فريد فكري فهد"
    " فهمي فواد فواز فوزي فيصل".split()  # persons
)
# A state's name that is also an adjective of its nation.
STATE_ADJECTIVES = frozenset({"السعوديه"})
# Words that make a group of what follows "of": «مجموعة من المسلحين».
GROUPS = frozenset("مجموعه حشد جمع فريق عصابه ثله حفنه قوه وحده وحدات مفرزه خليه".split())
# Adverbs in the accusative that look like a noun of persons («متهما الحكومة», «تدخلت عسكريا»).
ADVERBS = frozenset("متهما متهمه عسكريا مدنيا امنيا سياسيا".split())


WAW, FA, NUN, YA, ALEF = ord("و"), ord("ف"), ord("ن"), ord("ي"), ord("ا")
_FIRST_LETTER, _LAST_LETTER = 0x620, 0x64A  # of the Arabic script: nothing between them is no letter


def lettered(text: str) -> bool:
    """Whether a folded word begins with a letter, and not with a digit or another sign that counts."""
    return _FIRST_LETTER <= ord(text[0]) <= _LAST_LETTER or text[0].isalpha()
