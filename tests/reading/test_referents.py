"""Whom a source means, over a whole page: never somebody else, and nobody where two fit."""

import re

import pytest

from sayso.reading.cast import Cast
from sayso.reading.names import names_in
from sayso.reading.quotes import quotations_of
from sayso.reading.reading import Attribution
from sayso.reading.referents import Referents
from sayso.reading.speaker import Speaker
from sayso.text import Span


def speakers_of(marked: str) -> tuple[Speaker, ...]:
    """The speakers of a text in which each ``<source>`` says the ``{content}`` of its sentence."""
    text = ""
    spans: dict[str, list[Span]] = {"<": [], "{": []}
    opened: dict[str, int] = {}
    for i, part in enumerate(re.split(r"([<>{}])", marked)):
        if i % 2 == 0:
            text += part
        elif part in "<{":
            opened[part] = len(text)
        else:
            spans[{">": "<", "}": "{"}[part]].append(Span(opened[{">": "<", "}": "{"}[part]], len(text)))
    blocks = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    quotations = quotations_of(text, blocks)
    cast = Cast(text, names_in(text, blocks), blocks, spans["<"], quotations)
    attributions = [Attribution((s,), (), (c,)) for s, c in zip(spans["<"], spans["{"], strict=True)]
    return Referents(text, cast).speakers_of(attributions, [None] * len(attributions))


WHO = {
    "whoever speaks for somebody is somebody else": (
        "<A spokesman for opposition leader Ian Cole> said {the square was full}.\n"
        "<The wife of party chairman Omar Vesk> said {he was safe}.",
        ["a spokesman for opposition leader Ian Cole", "wife of party chairman Omar Vesk"],
    ),
    "a name of no known first name, of a body": (
        "<Ian Cole, a historian,> said {that Sella was different}.\n"
        "<Tamoun Fendy of the Institute> said {nothing would change}. {“It is too strong,”} <he> said.",
        ["Ian Cole", "Tamoun Fendy", "Tamoun Fendy"],
    ),
    "a name of no known first name, with a role behind it": (
        "<Ian Cole, a historian,> said {that Sella was different}.\n"
        "<Tamoun Fendy, Ruritania’s envoy,> said {nothing would change}. {“It is too strong,”} <he> said.",
        ["Ian Cole", "Tamoun Fendy", "Tamoun Fendy"],
    ),
    "the ministry that spoke last, though another has a name of its own": (
        "<Ruritania’s Ministry of Defence> said {40 drones had been shot down}.\n"
        "<Ruritania’s foreign ministry> said {it had asked for help}. In a statement, <the ministry> said {the border was open}.",
        ["Ruritania’s Ministry of Defence", "Ruritania’s foreign ministry", "Ruritania’s foreign ministry"],
    ),
    "papers with a day and a place in their names": (
        "<The Sunday Herald> said {it was late}. <The Times of Malta> said {it was early}. <Ana Ruiz> said {it was noon}.",
        ["Sunday Herald", "Times of Malta", "Ana Ruiz"],
    ),
    "a surname with an age": (
        "<Ian Cole, a historian,> said {that Sella was different}.\n"
        "<Fendy, 45, from Sella,> said {nothing would change}. {“It is too strong,”} <he> said.",
        ["Ian Cole", "Fendy", "Fendy"],
    ),
    "an unnamed official is not whoever is named next": (
        "<Igor Valen> said {it was late}.\nAccording to <a senior official>, {Valen is gathering support}. "
        "{“It is done,”} <the official> said.",
        ["Igor Valen", "a senior official", "a senior official"],
    ),
    "an unnamed official is not whoever opens the next paragraph": (
        "{The firm will leave}, <a company spokesperson> said.\n"
        "<Ed Hale, an energy fellow at Sella University,> said {it was bad}.",
        ["a company spokesperson", "Ed Hale"],
    ),
    "a wife is not her husband": (
        "<Sir Ian Varley> defended {the gifts}. Lady Varley, the Prime Minister’s wife, wore a dress. "
        "<Lady Varley> said {she was glad}. <Sir Ian> said {so too}.",
        ["Ian Varley", "Lady Varley", "Ian Varley"],
    ),
    "somebody brought up by a possessive may be meant": (
        "<Igor Valen> said {it was late}. Hale’s candidacy has hurt him. {“It is not over,”} <she> said.",
        ["Igor Valen", None],
    ),
    "whoever asks is not whoever answers": (
        "<Angus Berk, a witness,> said {the letter was real}. Under cross-examination by David Mopo, <he> said {he forgot}.",
        ["Angus Berk", "Angus Berk"],
    ),
    "a people is nobody": (
        "Lena Vetter lives here. Christian Syrians are afraid. {“We want to leave,”} <she> said.",
        ["Lena Vetter"],
    ),
    "a photographer is nobody": (
        "Anna Orlova stood at the bridge. {“All is lost,”} <she> said.\nA house burns. Photograph: Maria Petrova/Sella News\n"
        "{“I will go,”} <she> said.",
        ["Anna Orlova", "Anna Orlova"],
    ),
    "titles set before a role": (
        "<Ruritanian Prime Minister Ana Ruiz> left {angry}. <Prime Minister Ana Ruiz> said {so}. <Ruiz> said {it again}.",
        ["Ana Ruiz"] * 3,
    ),
    "a title with *of*": ("<US Secretary of State Mark Hale> said {he called}. <Hale> said {it was over}.", ["Mark Hale"] * 2),
    "a president in capitals": ("Ian Cole, the US President, flew home. <The US President> said {it was over}.", ["Ian Cole"]),
    "a surname in capitals": (
        "<ANNA GOMEZ>: {Good evening.}\n<Anna Gomez> said {so}. <GOMEZ> said {it stays}.",
        ["Anna Gomez"] * 3,
    ),
    "a dateline before a source": ("<SELLA, Ruritania - Ian Cole, a historian,> said {that it was over}.", ["Ian Cole"]),
    "an agency or a place before a name": (
        "<LONDON Nancy Hale> said {so}. <Reuters Ann Lee> said {it was late}. <PMQs Boris Valen> said {nothing}.",
        ["Nancy Hale", "Ann Lee", "Boris Valen"],
    ),
    "a place and nothing more": ("<PARIS> - {Homes will be heated}, ministers said.", [None]),
    "who is whoever stands before the country": (
        "President Emil Marten of France, <who> warned {of a hard winter}, left.",
        ["Emil Marten"],
    ),
    "another country’s government": (
        "<The Swedish government> said {it is worse}. In Finland, <the government> said {people should store water}.",
        ["Swedish government", "government"],
    ),
    "words that mean nobody": (
        "<The man> said {he ran}. <A second> said {it was cold}. <Each> said {so}. <One of them> said {no}. "
        "<Second> {aircraft falls}.",
        [None] * 5,
    ),
    "she and others": (
        "Nicole Slem has a son. <She and her husband> said {that care was dear}.",
        ["Nicole Slem and her husband"],
    ),
    "a land is no rival": (
        "<Ruritania> blamed {the rain}. Ruritanian troops left. <Igor Valen> said {they would}. Ruritania is wet. "
        "{“It rains,”} <he> said.",
        ["Ruritania", "Igor Valen", "Igor Valen"],
    ),
    "somebody introduced by a first name alone": (
        "<Omar Mansur, a resident,> said {it was late}. {“We want to live,”} said <a student named Omar>.",
        ["Omar Mansur", "Omar"],
    ),
    "a noun after a preposition of place": ("<Some voices inside Syria> say {it is over}.", ["some voices inside Syria"]),
    "a place is no group": ("<Syria> offered {help}. <The group> discussed {it}.", ["Syria", None]),
    "a surname that is a noun": (
        "<Leslie Field> said {it was late}. The field is wide. <Field> told {of her work}.",
        ["Leslie Field", "Leslie Field"],
    ),
    "whoever is named after a pronoun is somebody else": (
        "Mrs Nora Hale has a plan. Yes, she is running against Donald Kress. {She would support Kress}, <she> signalled.",
        ["Nora Hale"],
    ),
    "a rank with a hyphen": ("<Major-Gen Gopal Hale> said {so}.", ["Gopal Hale"]),
    "a surname in a transcript": ("<KORTZ>: {Good evening.}", ["KORTZ"]),
    "another woman’s case is not the witness’s": (
        "<Gopal Hale> said {the messages were in her name}.\n{The case is weak}, <he> said. {It was late}, <he> added.",
        ["Gopal Hale"] * 3,
    ),
    "whoever speaks after another may be meant": (
        "<Dali Mosse> asked {why}. He left. <The advocate Yuri Gansen> said {the case was about power}. "
        "<He> said {she knew it all}.",
        ["Dali Mosse", "Yuri Gansen", "Yuri Gansen"],
    ),
    "a source before another’s words": (
        "According to Igor Valen, <Advocate Omar Hale> once cautioned: {no}. <Valen> said {so}.",
        ["Omar Hale", "Igor Valen"],
    ),
    "a list of bodies": (
        "<The JIP, the Communist Party and Komeito> want {it}.",
        ["JIP, Communist Party and Komeito"],
    ),
    "two particles in a name": ("<Ursula von der Layen> said {so}. <Von der Layen> left {early}.", ["Ursula von der Layen"] * 2),
    "somebody named only as an owner, long before": (
        "Many live near President Omar Assar's house. It is watched. The streets are shut. {Tyres burned}, <he> said.",
        [None],
    ),
    "a dateline is no owner": (
        "MADRID/GENEVA (Reuters) - {It may raise the alert}, <its director-general> indicated.",
        ["its director-general"],
    ),
    "a name after a role in a source": (
        "<Moderator and author Shamez Papathan> asked {why}. {“It is late,”} <she> said.",
        ["Shamez Papathan", "Shamez Papathan"],
    ),
    "it is no several": ("<Western nations> praised {the resolution}. <It> criticises {both}.", ["Western nations", None]),
    "several and one": ("<Ruritanian politicians and Ian Cole Jr> say {so}.", ["Ruritanian politicians and Ian Cole Jr"]),
    "a city with a capital": ("Work in Sella’s inner city goes on. <The City> said {so}.", ["City"]),
    "an apposition behind a dash": ("<Sella Advisers - a consultancy for the coast> recorded {sales}.", ["Sella Advisers"]),
    "whoever signs a quotation set apart is not meant": (
        "What is dangerous about it?\n— Advocate Dali Mosse\nShe had posted it. <She> tweeted {that the fight must go on}.",
        [None],
    ),
    "whoever is spoken of in a quotation does not speak it": (
        "Yahya Sandel has been promoted. {“He learnt it in jail,”} <he> said.",
        [None],
    ),
    "a spokesperson is no ministry": (
        "<The Ministry of Foreign Affairs spokesperson> said {so}. <The ministry> added {more}.",
        ["Ministry of Foreign Affairs spokesperson", "Ministry of Foreign Affairs"],
    ),
    "a plural with a title’s word before it is a body": (
        "<The Local Co-ordination Committees, an opposition network,> said {so}.",
        ["Local Co-ordination Committees"],
    ),
    "a first name that stands but once": (
        "<Omar Mansur> said {it was late}.\n<Jaafir, an activist with an opposition network,> told an agency {so}.\n"
        "{“It is not over,”} <he> said.",
        ["Omar Mansur", "Jaafir", "Jaafir"],
    ),
    "a headline set within a paragraph is passed over": (
        "<Jonah Ayal> said {it was hard}. Erdan: Ruritania not positive. {“It is not possible,”} <he> said.",
        ["Jonah Ayal", "Jonah Ayal"],
    ),
    "a body’s own with the body’s name": (
        "The text endorses a plan. The Sella League met. <That league's plan> calls {for peace}.",
        ["Sella League's plan"],
    ),
    "a body that is named only later is not meant": (
        "<Gold Sacker> said {it would rise}. <The bank> said {more}. <Ole Hanson of Saxon Bank> said {no}.",
        ["Gold Sacker", "bank", "Ole Hanson"],
    ),
    "the beginning of a fuller name": (
        "<Father Gregor Yohan Abram> said {it was quiet}. <Father Gregor Yohan> said {so}.",
        ["Gregor Yohan Abram"] * 2,
    ),
    "a word in quotation marks ends no sentence": (
        "Reports say that Omar Zelin is considering firing ‘the Baker’ Oleg Syrin, as <he> quells {the crisis}.",
        [None],
    ),
    "an office before a name": (
        "Igor Valen left. <Ruritanian secretary of state Anthony Hale> said {it was open}. {“If so, we will talk,”} <he> said.",
        ["Anthony Hale"] * 2,
    ),
    "a role and a name behind one of several": (
        "<One of the authors, the biologist Neil Hale, who advises the league,> said {it would spread}.\n"
        "{“It is new,”} <he> said.",
        ["Neil Hale"] * 2,
    ),
    "whoever is captured does not speak": (
        "Speaking in Sella, <Foreign Minister Ahmet Dalo> compared {it with a land where rebels captured Omar Gazi last month}.\n"
        "{“They should listen,”} <he> said.",
        ["Ahmet Dalo"] * 2,
    ),
    "whose lawyer it is": (
        "Varlan has denied it.\nVarlan lawyer Vladimir Zeren told the paper on Thursday <he> believed {it would be a swap}.",
        ["Vladimir Zeren"],
    ),
    "whoever is said to be something": (
        "<Ms Kathy Hale, who is the envoy of a charity,> said {it was late}. {It was far}, <she> said.",
        ["Kathy Hale"] * 2,
    ),
    "a region is no rival": (
        "Their words came as the foreign minister, Anna Berb, began a tour of the western Mellans, with Mellans and Sella at "
        "odds, saying <she> wanted {peace}.",
        ["Anna Berb"],
    ),
    "a preposition with a capital is no name": ("Marbak has left. For Marbak it was over. <He> said {so}.", ["Marbak"]),
    "a full stop that is lost": ("Louis Hale holds out in Syria He said so. <Louis Hale> adds {more}.", ["Louis Hale"]),
    "a profession is no first name": ("<Rapper Wyclef Hale> said {so}. <Hale> left {it}.", ["Wyclef Hale"] * 2),
    "the time of an entry": (
        "<1943 Ruritanian officials> say {it flies}.\n<1859 A spokesman for the league> says {no}.",
        ["Ruritanian officials", "a spokesman for the league"],
    ),
    "a transcript with full names at their first turn": (
        "<HOWARD KORTZ>, HOST: {Good evening.}\nARWA DALON, CORRESPONDENT: It is late.\n<KORTZ>: {Is it?}\n<DALON>: {It is.}",
        ["HOWARD KORTZ", "HOWARD KORTZ", "ARWA DALON"],
    ),
    "a transcript with a full name elsewhere": (
        "With us is Arwen Sesno of the school.\nKORTZ: Is it?\n<SESNO>: {It is.}\nKORTZ: Well.",
        ["Arwen Sesno"],
    ),
    "a transcript with a short name and a hill": (
        "IDA CANE, “SELLA REVIEW”: It is late on Capitol Hill. We are joined by Jacob Lew.\n<LEW>: {It is.}\n"
        "<CANE>: {So it is.}\n<HILL>: {No.}",
        ["Jacob Lew", "IDA CANE", "HILL"],
    ),
    "whoever has the turn is I, and not he": (
        "HOWARD KORTZ, HOST: Good evening.\nIAN CALE, MAYOR: It is late, <I> think {it is}. The line comes from Nick: <He> "
        "says {no}.\nKORTZ: Well.",
        ["IAN CALE", None],
    ),
    "an outlet’s own by an unknown first name": ("{It is over}, says <the BBC’s Imogan Foulk in Sella>.", ["Imogan Foulk"]),
    "a name behind the time of an entry": ("<0850 Tamor Hehn of the league> says {so}.", ["Tamor Hehn"]),
    "an office in capitals and a name": (
        "<Ruritanian Foreign Office Minister, Baroness Kinlock>, says {it is late}.",
        ["Kinlock"],
    ),
    "a body whose first word opens the sentence": (
        "A human cost. Human Rights Watch met. <Human Rights Watch> said {so}.",
        ["Human Rights Watch"],
    ),
    "a paper that an alliance owns": ("{“It is a threat,”} <the league’s Strategic Concept> wrote.", ["Strategic Concept"]),
    "an outlet behind a name": ("<Ian Pennell BBC News> says {so}. <Pennell> left {it}.", ["Ian Pennell"] * 2),
    "a company of one name": (
        "<Lenhydro, which has lost money,> said {it was real}. <The company> said {no more}. Lenhydro shares fell.",
        ["Lenhydro", "Lenhydro"],
    ),
    "a company is no place": ("Crowds in Velmer wept. <Velmer> said {so}. <The company> said {no}.", ["Velmer", None]),
    "a newspaper points back to an outlet": (
        "<The Valley Herald> has published {a plan}. <The newspaper> writes {that it is old}. <The league> said {no}. "
        "<The magazine> said {so}.",
        ["Valley Herald", "Valley Herald", "league", "magazine"],
    ),
    "an office set off before a name": (
        "The Ruritanian prime minister, Kirel Petkin, sighed. {“It is hard,”} <he> said. <Petkin> blamed {the rain}.",
        ["Kirel Petkin"] * 2,
    ),
    "a people’s name that is a first name": ("<German Chancellor Angela Merken> said {so}.", ["Angela Merken"]),
    "whoever had another turn is not he": (
        "FAREED HALE, HOST: What did you hear, Richard Hass?\n<RICHARD HASS, COUNCIL>: {It was quiet.}\n"
        "STEVEN COOK, COUNCIL: We did ask, and <he> insisted {it was strong}.\nHALE: Well.",
        ["RICHARD HASS", None],
    ),
    "a man whose wife alone is named in full": (
        "A jury found him guilty of the death of his wife, Asia Hasson. <Hasson>, who founded a network, said {it was late}. "
        "Hasson left.",
        ["Hasson"],
    ),
    "somebody himself": ("It is at odds with Kofa Annen himself, <who> insists {on talks}.", ["Kofa Annen"]),
    "people without an article": (
        "Troops dislodge rebel fighters <who> say {they hold it}, and are watched by protesters <who> say {so}.",
        ["rebel fighters", "protesters"],
    ),
    "a site": ("It is a fifth, according to <SellaStats.com>: {it is low}.", ["SellaStats.com"]),
    "a programme is nobody": (
        "But Skyper, a software application, was used. Via Skyper, the paper spoke to Ansel Hertz, an independent journalist. "
        "<He> said {it shook}.",
        ["Ansel Hertz"],
    ),
    "whoever shared a view in the sentence before may be meant": (
        "<President Mahmud Abber> was glad of {it}. The view was shared by Ahmed Sale, a retiree. {“It is better,”} <he> said.",
        ["Mahmud Abber", None],
    ),
    "a father is not she": ("<Abu Fahid> said {he ran}. {“I lost him,”} <she> told me.", ["Abu Fahid", None]),
    "a letter is nobody": ("The drug firm (AZN.L) won. <It> said {so}.", [None]),
    "it is rather what the sentence before is about": (
        "<Ruritania> considers {it an extension}. The text of the memorandum sets no number. <It> says {there will be talks}.",
        ["Ruritania", None],
    ),
    "another heading’s end": (
        "Crowds in Velmar US Defence Secretary <Leo Panitz> says {it is over}. <Mr Panitz> left {it}.",
        ["Leo Panitz"] * 2,
    ),
    "a pulled quotation": (
        "“We watch it.” End <Quote Nasser Hudeh Jordanian foreign minister The foreign minister> said {142,000 had come}. "
        "<Mr Hudeh> said {so}.",
        ["Nasser Hudeh"] * 2,
    ),
    "a byline": ("<the CNN Wire Staff Freed engineer> tells {the crowd}.", ["Freed engineer"]),
    "the last of a list": ("Confirmed in Spain, Germany, <UK Officials> say {the rise is old}.", ["Officials"]),
    "a company of two names": ("<The retailer Cole & Hale> announced {it}.", ["Cole & Hale"]),
    "two transcriptions of one name": (
        "Sergei Lavrin came. Later Sergey Lavrin left. <Lavrin> said {so}. <Mr Lavrin> denied {it}.",
        ["Sergei Lavrin"] * 2,
    ),
    "a land in a heading": ("As <Ukraine> Orders {Civilians to Evacuate the East}", ["Ukraine"]),
    "a service that bears its capital inside": ("<TikTok> said {it would answer}.", ["TikTok"]),
    "a credit before a name": (
        "President Hosni Marbak left. Picture by Ian Cole for CNN Marbak, who has ruled long, stays. <Marbak> blamed {them}.",
        ["Hosni Marbak"],
    ),
    "a space that is lost": (
        "The war in Ukraine goes on. <Mr Cole> condemns {the attack on UkraineBaruk} Cole. Baruk Cole left. <Cole> said {so}.",
        ["Baruk Cole"] * 2,
    ),
    "a surname whose full name is of no known first name": (
        "On Monday Baruk Omara left. <Omara> said {so}.",
        ["Baruk Omara"],
    ),
    "a first name with an introduction": (
        "Ahmed Hale left. <Ahmed, a 20-year-old student,> said {so}.",
        ["Ahmed"],
    ),
    "an outlet that begins like a name": ("<Al Hurra TV> reported {it}. <State TV> said {so}.", ["Al Hurra TV", "State TV"]),
    "whose decision it is": ("<Kira Stammer’s> threat {to leave} came. <Barron’s> said {so}.", ["Kira Stammer", "Barron’s"]),
    "somebody and a counterpart": (
        "<Finland’s prime minister, Sonja Marn, and her Swedish counterpart, Magda Anderson,> said {so}.",
        ["Sonja Marn and Magda Anderson"],
    ),
    "an acronym in a heading": ("After the Meeting, <U.N.> Sees {a Ray of Hope to Free Grain}", ["U.N."]),
    "a first word that is no first name": (
        "“Given Assod’s history, no,” she said. President Ian Assod left. <Mr Assod> said {so}.",
        ["Ian Assod"],
    ),
    "a title with a name": ("King Abdallo came. <King Abdallo> said {it}. <The king> said {so}.", ["King Abdallo"] * 2),
    "another word for the office": (
        "Defence secretary Ben Wells came. <Wells> said {it}. <The minister> said {so}. <The engineer> said {no}.",
        ["Ben Wells", "Ben Wells", None],
    ),
    "a body that begins like a people": ("<Sella’s National Grid> said {it}. <The company> said {so}.", ["National Grid"] * 2),
    "another official": (
        "<An Egyptian official> said {so}. <The senior State official> said {no}. <The official> said {yes}.",
        ["an Egyptian official", "senior State official", "senior State official"],
    ),
    "a body behind what it is": (
        "<The rights body, Sella Rights Watch,> said {so}. <The UN refugee agency (UNHCR)> said {no}.",
        ["Sella Rights Watch", "UN refugee agency"],
    ),
    "one of many": ("Experts are careful but <one, Nancy Hale, chief of the centre,> said {so}.", ["Nancy Hale"]),
    "an official by name of a body": (
        "<A health official, Dr Richard Basser of the Centers for Disease Control,> said {so}.",
        ["Richard Basser"],
    ),
    "an ambassador to a country": ("<The British ambassador to Syria Simon Colles - who has left> said {so}.", ["Simon Colles"]),
    "two outlets behind one name": ("By Jim Mure BBC News, Sella\n{It is over}, says <the BBC’s Jim Mure>.", ["Jim Mure"]),
    "a caption’s end": ("<ImagesA protester> shows {a placard}.", ["a protester"]),
    "the end of a phrase": ("<Results of (a sample)> show {so}.", ["Results"]),
    "a caption before a surname": (
        "UK foreign secretary Liz Tross came. The map is our own.\nGraphic <Tross> said {so}. "
        "In Alexandria, Egypt <Tross> said {no}.",
        ["Liz Tross"] * 2,
    ),
    "a slip in a first name": ("Volodymr Zelin left. Volodymyr Zelin came. <Zelin> said {so}.", ["Volodymyr Zelin"]),
    "two that are one no more": (
        "<both the government and the opposition alike> see {this}. <The opposition> said {no}.",
        ["both the government and the opposition alike", "opposition"],
    ),
    "whose comments stand at the beginning": (
        "Ian Blinker offered a swap. He said it was late. Blinker’s comments came the same day that Brittany Griner, who has "
        "been held since May, testified. <She> said {that she was lost}.",
        ["Brittany Griner"],
    ),
    "we in a transcript": (
        "ANN COLE, HOST: Good evening. <We> think {it is over}.\nIAN HALE: Yes.\nCOLE: It is late, Ann, and <we> hope {so}.",
        ["ANN COLE", None],
    ),
    "whose comments they are is not who speaks": (
        "<Ian Blinker> offered {a swap}. He said it was late. The state says both are wronged. Blinker’s comments came the same "
        "day that <Brittany Griner>, {held since May}, testified. <She> said {that she was lost}.",
        ["Ian Blinker", "Brittany Griner", "Brittany Griner"],
    ),
    "a new person of an old surname": (
        "Igor Valen is the mayor. His sister Lena Valen is a surgeon. {“I heard it,”} said <Dr Valen, 47>.",
        [None],
    ),
}


@pytest.mark.parametrize("name", WHO)
def test_who(name: str) -> None:
    marked, expected = WHO[name]
    assert [s.name for s in speakers_of(marked)] == expected


ROLES = {
    "a wife’s": "<Sir Ian Varley> said {it}. Lady Varley, the Prime Minister’s wife, wore a dress.",
    "no noun phrase": "<Igor Valen>, identified the former president as {a liar}.",
    "cut off": "<Igor Valen>, an army lawyer in the corps who has been long in its pay "
    "without any thought of whoever else is in it, said {so}.",
    "a noun before the role": "In a statement <Ian Valen> said {it}.",
    "a dash": "SELLA - <Igor Valen> said {it}.",
}


@pytest.mark.parametrize("name", ROLES)
def test_no_role(name: str) -> None:
    assert speakers_of(ROLES[name])[0].role is None


def test_whole_roles() -> None:
    marked = (
        "<Ruritanian Chief of Army Staff General Asim Hale> said {so}. <Party for the Meek leader Ann Lee> said {no}. "
        "<Foreign Minister Sheikh Omar Valen> said {yes}."
    )
    assert [s.role for s in speakers_of(marked)] == [
        "Ruritanian Chief of Army Staff General",
        "Party for the Meek leader",
        "Foreign Minister",
    ]
    marked = (
        "They left the villages.Sella’s regional governor, <Oleg Varn>, said {so}. "
        "Greenpost UK’s campaigner, <Amy Hale>, said {no}. "
        "It fell in Cairo UK Defence Secretary <Leo Panitz> said {yes}. "
        "It left, according to the region’s governor, <Ian Cole>, {so}. "
        "Foreign minister Omar Vesk left. Ruritania’s foreign minister Omar Vesk came. <Vesk> said {it}."
    )
    assert [s.role for s in speakers_of(marked)] == [
        "Sella’s regional governor",
        "Greenpost UK’s campaigner",
        "UK Defence Secretary",
        "region’s governor",
        "Ruritania’s foreign minister",
    ]
    marked = (
        "By the CNN Wire Staff Hezbollah leader <Hassan Vesk> said {so}. 14 August Help Former Syrian PM <Riad Hale> said {no}. "
        "He left Lysan Ukraine’s president, <Oleg Zelen>, said {so}. A son Yemen’s President <Ian Vesk> left {it}. "
        "It fell on NATO.”President <Joe Cole> said {it}. Oleg saysUkraine’s president <Oleg Varn> said {yes}."
    )
    assert [s.role for s in speakers_of(marked)] == [
        "Hezbollah leader",
        "Former Syrian PM",
        "Ukraine’s president",
        "Yemen’s President",
        "President",
        "Ukraine’s president",
    ]


KINDS = {
    "a land": ("<Ruritania> denies {it}. Ruritanian guns fired.", "organisation"),
    "a place by a preposition": ("<Velmer> blames {the rain}. Crowds in Velmer wept.", "organisation"),
    "a company by its relative": ("<Lenhydro, which has lost money,> denied {it}. Lenhydro said no more.", "organisation"),
    "a group with an outlet’s name": ("<The Sella Valley Monitor, a volunteer group,> counted {nine}.", "organisation"),
    "a junior": ("<Darco Ferrin Jr.> denied {it}.", "person"),
    "somebody of no known name": ("<Fendy> denied {it}. He left.", "person"),
}


@pytest.mark.parametrize("name", KINDS)
def test_kinds(name: str) -> None:
    marked, kind = KINDS[name]
    assert speakers_of(marked)[0].kind == kind


def test_i_in_a_quotation_is_whoever_is_quoted_there() -> None:
    assert [s.name for s in speakers_of("{“It was late,”} said <Danil Resh>. “Then <I> thought {no}.”")] == ["Danil Resh"] * 2
    far = "It went on and on. " * 40
    apart = f"{{“It was late,”}} said <Danil Resh>. {far}“Then <I> thought {{no}}.”"
    assert [s.name for s in speakers_of(apart)] == ["Danil Resh", None]
