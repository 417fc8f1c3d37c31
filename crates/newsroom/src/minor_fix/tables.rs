//! Words that turn what a story says: negations, numbers, days and months, one small table a language.
//! `words` looks a changed word up here.

/// One language's words, in small letters.
pub(super) struct Table {
    pub(super) language: &'static str,
    pub(super) negations: &'static str,
    pub(super) numbers: &'static str,
    pub(super) dates: &'static str,
    /// Words before a noun. In a language that writes all nouns in capitals, what follows one is no name.
    pub(super) articles: &'static str,
}

/// The languages that are known; in others, digits, capitals and quotation marks alone tell.
pub(super) const TABLES: &[Table] = &[
    Table {
        language: "en",
        negations: "no not never none nobody nothing nowhere neither nor without cannot hardly barely scarcely fails \
            failed denies denied un non",
        numbers: "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
            sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred \
            hundreds thousand thousands million millions billion billions trillion dozen dozens half third \
            quarter first second fourth fifth sixth seventh eighth ninth tenth once twice double triple percent",
        dates: "january february march april may june july august september october november december jan feb mar \
            apr jun jul aug sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today \
            yesterday tomorrow",
        articles: "",
    },
    Table {
        language: "de",
        negations: "kein keine keinen keinem keiner keines nicht nie niemals niemand nichts nirgends ohne weder noch \
            kaum nein",
        numbers: "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn \
            sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig \
            hundert hunderte tausend tausende million millionen milliarde milliarden dutzend halb halbe hälfte \
            drittel viertel erste ersten zweite zweiten dritte dritten doppelt prozent",
        dates: "januar jänner februar märz april mai juni juli august september oktober november dezember montag \
            dienstag mittwoch donnerstag freitag samstag sonnabend sonntag heute gestern morgen vorgestern \
            übermorgen",
        articles: "der die das den dem des ein eine einen einem einer eines im am zum zur vom beim ins ans kein keine \
            keinen keinem keiner mein meine sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser \
            unsere dieser diese dieses diesem diesen jeder jede jedes jedem jeden alle allen viele vielen mehr \
            einige manche",
    },
    Table {
        language: "pt",
        negations: "não nem nunca jamais ninguém nada nenhum nenhuma nenhuns nenhumas sem tampouco",
        numbers: "zero um uma dois duas três quatro cinco seis sete oito nove dez onze doze treze catorze quatorze \
            quinze dezasseis dezesseis dezassete dezessete dezoito dezanove dezenove vinte trinta quarenta \
            cinquenta sessenta setenta oitenta noventa cem cento duzentos trezentos quinhentos mil milhão \
            milhões bilhão bilhões dúzia meio meia metade terço quarto primeiro primeira segundo terceiro \
            terceira dobro",
        dates: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro segunda- \
            feira terça-feira quarta-feira quinta-feira sexta-feira feira sábado domingo hoje ontem amanhã \
            anteontem",
        articles: "",
    },
    Table {
        language: "fr",
        negations: "ne n pas non jamais aucun aucune personne rien sans ni guère nul nulle",
        numbers: "zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize \
            vingt trente quarante cinquante soixante septante huitante nonante cent cents mille million millions \
            milliard milliards douzaine demi moitié tiers quart premier première deuxième second seconde \
            troisième double",
        dates: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi \
            mercredi jeudi vendredi samedi dimanche aujourd'hui hier demain",
        articles: "",
    },
    Table {
        language: "es",
        negations: "no ni nunca jamás nadie nada ningún ninguno ninguna sin tampoco apenas",
        numbers: "cero un uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince \
            dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta \
            noventa cien ciento doscientos quinientos mil millón millones docena medio media mitad tercio cuarto \
            primer primero primera segundo segunda tercero tercera doble",
        dates: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes \
            martes miércoles jueves viernes sábado domingo hoy ayer mañana",
        articles: "",
    },
    Table {
        language: "ar",
        negations: "لا لم لن ليس ليست ما غير بدون دون",
        numbers: "واحد واحدة اثنان اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشرون عشرين مئة مائة ألف آلاف \
            مليون ملايين مليار نصف ثلث ربع",
        dates: "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر الاثنين الثلاثاء الأربعاء \
            الخميس الجمعة السبت الأحد اليوم أمس غدا",
        articles: "",
    },
    Table {
        language: "ja",
        // Words of Japanese are cut into single characters or short runs; these are the telling ones.
        negations: "ない な ず ぬ 未 無 不 非 ません",
        numbers: "一 二 三 四 五 六 七 八 九 十 百 千 万 億 兆 半",
        dates: "年 月 日 曜 今日 昨日 明日",
        articles: "",
    },
];
