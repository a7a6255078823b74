"""The closed classes that tell a place's name from what merely looks like one. Folded spelling."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LOCATIVE = frozenset({"في", "ب", "قرب", "داخل", "خارج", "قباله"})
TOWARDS = frozenset({"الي", "ل", "علي", "نحو", "صوب", "باتجاه"})
FROM = frozenset({"من", "عن"})

# Which rows a place noun may stand before; `area` («منطقة») may stand before any.
NOUN_KINDS: dict[str, frozenset[str]] = {
    noun: frozenset(kinds.split())
    for noun, kinds in {
        "governorate": "governorate", "district": "district", "town": "town village", "village": "village town",
        "quarter": "quarter region district town village camp", "camp": "camp base quarter", "crossing": "crossing site",
        "base": "base airport camp", "airport": "airport base", "port": "port town", "oilfield": "oilfield", "dam": "dam",
        "road": "road site quarter", "island": "island", "mountain": "mountain region", "site": "site mosque prison",
        "area": "town village district quarter region mountain site camp base port oilfield crossing road island",
    }.items()
}  # fmt: skip

# «المدينة», «البلاد»: they point back at a place that the text has named; a place of that name only after a fitting noun.
POINTS_BACK = _set("""
    البلاد المدينه البلده القريه المحافظه الولايه العاصمه المنطقه الحي الناحيه القضاء المديريه المخيم المعبر المطار القاعده
    الميناء الحدود البلد القطاع الاقليم المملكه الجمهوريه الدوله الداخل الخارج الشمال الجنوب الشرق الغرب الوسط الساحل الريف
    البلديه الجزيره
""")

# Words that follow a place noun and describe it, and so are no name: «مناطق متفرقة», «قرية مجاورة».
DESCRIBES = _set("""
    المدعو غالبيه اغلبيه خاليه مشابهه قليله مماثله ساخنه عازله اساسيه سياسيه الاهله تنتشر تقع تضم متصله للتدريب
    متفرقه مختلفه عده عديده عدد واسعه شاسعه امنه قريبه مجاوره محاذيه متاخمه حدوديه سكنيه زراعيه صناعيه جبليه صحراويه ساحليه
    ساحلي نائيه محدده محرره استراتيجيه استراتيجي رييسي رييسيه مهمه مهم صغيره كبيره كامله كبري اخري اخر واحده واحد ثانيه
    مدمره محاصره خاضعه نفوذ خفض التماس تماس السيطره سيطره النزاع نزاع التوتر توتر ذات ذي خلافيه متنازع اهله مكتظه شعبيه
    شعبي عسكري عسكريه مدني مدنيه امني امنيه دولي دوليه الصراع القتال المواجهات الاشتباك الاشتباكات العمليات الحكم الخوف
    الخطا خاطيه جديده قديمه اثريه تاريخيه سياحيه مهجوره فرعي فرعيه عام عامه وعره سريع مودي موديه واصل رابط جويه بحريه بريه
    عشوائي عشواييه موقت موقته مقدسه مرتبطه تابعه معروفه مشتركه معزوله بعيده نفسها ذاتها الذي التي الذين مثل منها بها فيها
    شيعيه سنيه كرديه عربيه مسيحيه درزيه تركمانيه يزيديه ايزيديه علويه مسلمه عراقيه سوريه يمنيه ليبيه تونسيه مصريه سودانيه
    لبنانيه فلسطينيه تركيه ايرانيه روسيه امريكيه اميركيه اسراييليه شماليه جنوبيه شرقيه غربيه شمالي جنوبي شرقي غربي وسطي
    عليا سفلي محتله مغلقه مفتوحه وهميه ملغومه مفخخه موجوده منكوبه سهليه وحيده بديله عراقي سوري يمني ليبي تركي ايراني روسي
    امريكي
""")

# First words of names of two words: «تل رفعت», «خربة غزالة».
COMPOUND = _set("""
    ابو ابي ابا ام تل تله بني بيت دير عين خان كفر جبل جبال وادي باب شيخ الشيخ راس جسر مشروع خربه خراب مرج بير بئر حوش برج
    مزرعه مزره نبع ضهر رسم حاره قصر قلعه حمام ابن عبد معره جب زور عرب كرم نهر كمب سوق مقطع حتيته جديده عيون شط سهل هور ال
    اولاد سيدي
""")

# First names that often stand before a family name which is also a place («محمد الشدادي»).
GIVEN = _set("""
    محمد احمد علي حسن حسين محمود خالد عمر عثمان ابراهيم اسماعيل يوسف سامي سعيد سعد صالح ناصر قاسم جاسم كريم عادل ماجد فهد
    سلطان فيصل عبدالله عبدالرحمن عبدالعزيز الله الرحمن العزيز الكريم السلام القادر الرحيم الملك اللطيف طارق زياد نبيل جمال
    كمال هشام وليد ياسر مصطفي حمدي رامي بلال جميل حيدر جعفر عباس هادي مهدي موسي عيسي يحيي زكريا داود سليمان ايوب انور اشرف
    ايمن اكرم نايف تركي بندر عبد بن ابن ابو ابي ابا ام ال اوري بنيامين الدكتور السيد الشيخ العقيد العميد اللواء المقدم
    الرايد النقيب الملازم الرييس الوزير المحامي الصحفي مولوي ملا الملا
""")

# Names and words that look like a joined particle and a place: «باراك» is not "in Arak".
NOT_SPLIT = _set("""
    باراك لازال باريس بابل لبنان بيروت لندن بلدان بلاد والد وان واني
""")

# Set phrases that begin like a place: «مسقط رأسه».
NOT_BEFORE: dict[str, frozenset[str]] = {
    "مسقط": frozenset({"راس", "راسه", "راسها"}),
    "الرياض": frozenset({"الاطفال"}),
    "حماه": frozenset({"الاقصي", "الوطن", "الديار", "الدين", "المسجد", "القدس"}),
}
