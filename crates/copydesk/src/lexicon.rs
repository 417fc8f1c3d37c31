//! Closed lists of English words that tell names from other capitals: function words, titles, and the heads of organisations and places.
//! Called by [`crate::names`], [`crate::speakers`] and the checks; each list is written by hand.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A list that is asked often.
pub(crate) type Words = LazyLock<HashSet<&'static str>>;

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

/// Function words and words that often open a sentence, in lower case.
pub(crate) static FUNCTION: Words = LazyLock::new(|| {
    set("a an the this that these those i you he she it we they me him her us them my your his its our their mine yours hers ours theirs
        and or but nor so yet for if then else when while as since because although though unless until whether where why how what which who
        whom whose in on at by with without within from to of off into onto over under about above below after before between among against
        during through throughout across along around behind beside besides beyond despite down up near per plus like unlike via upon
        is are was were be been being am do does did done have has had having will would shall should can could may might must ought
        not no yes none nothing nobody never ever always often sometimes rarely still just only even also too very quite rather almost
        all any both each every either neither few many much more most less least several some such other another same own one two three
        four five six seven eight nine ten first second third last next here there now today yesterday tomorrow tonight however moreover
        therefore thus hence meanwhile instead otherwise nevertheless nonetheless furthermore additionally finally firstly secondly lastly
        perhaps maybe indeed certainly clearly obviously apparently according let get got go going come came make made take took see saw
        say said says know knew think thought want look looking use used using find found give given tell told ask asked work seem feel try leave
        call called earlier later once again together apart away back forward well please thank thanks hello hey hi oh ok okay
        asked born speaking following including based due given considering regarding concerning assuming
        people man woman men women child children police officials official critics supporters experts researchers scientists analysts
        witnesses residents students teachers doctors workers voters reporters journalists lawyers prosecutors authorities republicans'
        government year years month months week weeks day days time times hour hours minute minutes million billion
        new old good bad great big small high low long short large major minor early late recent current former previous final main
        photo image picture video read watch listen share click subscribe updated published posted related more advertisement
        what's that's it's he's she's there's here's let's don't doesn't didn't isn't aren't wasn't i'm i've i'd i'll we're we've they're
        you're can't won't wouldn't couldn't shouldn't")
});

/// Titles and offices that stand before a person's name, in lower case.
pub(crate) static TITLES: Words = LazyLock::new(|| {
    set("mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir dame lord lady president vice-president vice premier prime minister chancellor
        king queen prince princess pope cardinal archbishop bishop rabbi imam ayatollah reverend rev rev. father sister brother
        sen sen. senator rep rep. representative congressman congresswoman gov gov. governor mayor councillor councilman councilwoman
        secretary secretary-general undersecretary ambassador envoy judge justice attorney general gen gen. colonel col col. major maj maj. captain capt
        capt. lieutenant lt lt. sergeant sgt sgt. corporal admiral adm adm. commander cmdr officer detective inspector superintendent
        sheriff constable marshal chief director chairman chairwoman chairperson chair ceo cfo coo executive spokesman spokeswoman spokesperson
        speaker leader head coach captain manager goalkeeper defender midfielder striker forward quarterback pitcher
        actor actress singer author writer novelist poet artist musician composer comedian director producer journalist reporter editor
        columnist blogger broadcaster photographer designer architect engineer scientist biologist physicist chemist economist historian
        philosopher sociologist psychologist analyst strategist activist campaigner lawyer attorney barrister prosecutor
        candidate nominee contender frontrunner front-runner challenger incumbent lawmaker politician legislator minister mp
        founder co-founder cofounder creator owner boss mogul billionaire businessman businesswoman tycoon magnate investor developer
        star champion player runner sprinter swimmer boxer cyclist driver astronaut cosmonaut pilot
        academic lecturer researcher student teacher doctor surgeon nurse soldier veteran commandant adviser advisor aide
        foreign home defence defense interior finance health education treasury trade transport environment energy agriculture labour labor
        deputy assistant acting interim former ex- retired late state national senior junior first second chief majority minority house senate
        press communications campaign political managing executive security")
});

/// The titles that alone make the next capitals a person.
pub(crate) static STRONG_TITLES: Words = LazyLock::new(|| {
    set("mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir dame lord lady president premier minister chancellor pope cardinal archbishop
        bishop rabbi imam ayatollah reverend rev rev. sen sen. senator rep rep. representative congressman congresswoman gov gov. governor mayor
        councillor secretary ambassador judge justice gen gen. general colonel col col. major captain capt capt. lieutenant lt lt. sergeant sgt sgt. admiral
        sheriff inspector detective superintendent spokesman spokeswoman spokesperson chairman chairwoman director coach")
});

/// Words that end the name of an organisation.
pub(crate) static ORG_HEADS: Words = LazyLock::new(|| {
    set("University College School Institute Academy Department Ministry Office Agency Bureau Administration Commission Committee Council Authority
        Board Court Tribunal Parliament Congress Senate Assembly Cabinet Government Party Union Alliance Coalition Federation League Association
        Society Foundation Trust Fund Bank Group Inc Inc. Corp Corp. Corporation Company Co Co. Ltd Ltd. LLC PLC plc Holdings Partners Industries Enterprises
        Airlines Airways Motors Electronics Systems Technologies Solutions Services Networks Pictures Studios Records Entertainment Media
        News Times Post Journal Herald Tribune Gazette Guardian Telegraph Mail Observer Chronicle Press Magazine Review Radio Television TV Network
        Army Navy Force Forces Corps Guard Guards Police Service Hospital Clinic Church Ministries Center Centre Laboratory Observatory Museum Gallery
        Library Orchestra Theatre Club FC F.C. United Rovers Athletic Team Cross Crescent Watch Initiative Project Campaign Movement Front
        Brotherhood Organization Organisation Legion Brigade Division Battalion Regiment Squadron Exchange Caucus Chamber Embassy Consulate Secretariat
        Directorate Inspectorate Consortium Cooperative Society Brewery Restaurants Stores Publishing Books Press Daily Weekly Post-Gazette Firm Database
        Army's Windows Board Paper")
});

/// Words that open the name of an organisation, before "of", "for" or "on".
pub(crate) static ORG_OPENERS: Words = LazyLock::new(|| {
    set("University College School Institute Academy Department Ministry Office Agency Bureau Commission Committee Council Authority Board Bank Court House
        Church Brotherhood Union Association Society Foundation Federation League Organization Organisation Confederation Chamber Daughters Sons Friends
        Center Centre Museum Journal Hospital Bishops Municipality Parliament Congress Fund Campaign Coalition Alliance Movement Party Army Students Union Knights Order
        Administration Centers Centres Campaign Order Front Bureau Conference Guild")
});

/// Words that end the name of a place.
pub(crate) static PLACE_HEADS: Words = LazyLock::new(|| {
    set("River Lake Sea Ocean Bay Gulf Island Islands Isles Peninsula Mountain Mountains Mount Hill Hills Valley Canyon Desert Forest Coast Beach
        Street Road Avenue Boulevard Lane Square Park Bridge Tunnel Station Airport Port Harbour Harbor County Province District Region Territory
        State City Town Village Borough Parish Prefecture Canal Strait Straits Channel Falls Springs Creek Stadium Arena Tower Towers Palace Castle
        Mosque Cathedral Abbey Temple Monastery Hall Plaza Base Camp Ranch Heights Memorial Cemetery Zoo Garden Gardens Wharf Terminal Shelf Glacier
        Hotel Building House Field Cave Republic Kingdom Expressway Highway Freeway Suburb Kibbutz Motel Theatre Ave Ave. St. Rd Blvd")
});

/// Words that open the name of a place.
pub(crate) static PLACE_OPENERS: Words = LazyLock::new(|| {
    set(
        "Mount Mt Mt. Lake Gulf Bay Strait Isle Cape Fort Port Camp San Santa Saint St. Los Las El Kibbutz Masjid Piazza Monte Rio North South East West Upper Lower",
    )
});

/// Capitals that are no names of people, organisations or places, in lower case.
pub(crate) static NO_NAMES: Words = LazyLock::new(|| {
    set("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
        december jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
        jan. feb. mar. apr. aug. sept. oct. nov. dec.
        easter christmas ramadan hanukkah halloween thanksgiving internet web god lord bible koran quran torah english french german spanish arabic
        latin hebrew chinese japanese muslim muslims christian christians jew jews jewish islam islamic christianity catholic catholics protestant buddhist hindu hindus sikh
        mormon orthodox sunni shia shiite kurdish kurds arab arabs african africans asian asians european europeans western westerners
        i'm i’m i've i’ve i'd i’d i'll i’ll ok okay tv dvd cd dna rna hiv aids covid covid-19 pc usb gps sms mp3 html url faq ceo cfo coo cto mp mps phd md gmt utc
        est edt pst bst vip id iq uk's am pm a.m p.m a.m. p.m. ii iii iv vi vii lgbt lgbtq q&a nda pr hr it vs
        republican democrat democratic communist socialist conservative liberal nazi marxist libertarian brexit olympics olympic paralympics
        wi-fi wifi xbox playstation iphone ipad android windows linux cold war world championship cup bible nobel pulitzer oscar emmy grammy
        ebola zika swine cpu gpu atm led lcd rv suv ufo wmd icbm gdp vat ied dui lsd mri hd 3d pdf
        latino latinos hispanic hispanics caucasian gop's white black native soviet soviets indigenous q a e-mail email")
});

/// Verbs of saying in the forms in which they follow or precede a speaker.
pub(crate) static SAYING: Words = LazyLock::new(|| {
    set("said says say told tells asked asks added adds wrote writes replied replies explained explains noted notes argued argues claimed claims
        announced announces declared declares insisted insists stated states warned warns tweeted tweets testified commented comments continued
        recalled concluded responded remarked observed admitted acknowledged confirmed denied stressed emphasized emphasised joked quipped")
});

/// Prepositions that a place follows.
pub(crate) static PLACE_PREPOSITIONS: Words =
    LazyLock::new(|| set("in at near from to outside across throughout around into"));

/// Small words inside family names.
pub(crate) static PARTICLES: Words =
    LazyLock::new(|| set("de del della der den van von bin bint al el la le di da dos du ten ter ibn abu y e"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_words_in_the_case_in_which_they_are_asked() {
        assert!(FUNCTION.contains("however") && TITLES.contains("president") && ORG_HEADS.contains("Ministry"));
        assert!(FUNCTION.iter().all(|word| !word.chars().any(char::is_uppercase)));
    }
}
