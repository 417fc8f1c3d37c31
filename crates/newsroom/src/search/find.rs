//! Answers a query: the hits of a page, how many there are, and the counts by section, author and age.
//! The site's search page and the API call it through `Index::search`.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use tantivy::collector::{Collector, SegmentCollector, TopDocs};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentReader;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, Query as IndexQuery, RangeQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Term, Value as _};
use tantivy::tokenizer::Language;
use tantivy::{DocAddress, DocId, Score, Searcher, TantivyDocument};

use super::ask::{Ask, Needles};
use super::excerpt::{excerpt, marked};
use super::schema::{AUTHORS, Fields, PUBLISHED, SECTION, SEPARATOR};
use super::words::stemmer;
use super::{Age, DAY, Dates, Facets, Hit, Index, Query, Results, SearchError, SearchStory, Sort};

/// The most hits a page.
const MOST_HITS: usize = 100;
/// The last hit that can be paged to: whoever needs more narrows the search.
const DEEPEST: usize = 10_000;
/// How much a brand-new story gains over an old one of the same score.
const RECENCY: f32 = 0.25;

impl Index {
    /// Searches. Any text gives an answer; a story that was applied before is seen. Blocks for file work, usually well under 10 ms.
    ///
    /// # Errors
    /// Only when the index's files cannot be read.
    pub fn search(&self, query: &Query) -> Result<Results, SearchError> {
        let begun = Instant::now();
        let fields = self.inner.fields;
        let searcher = self.inner.reader.searcher();
        let ask = Ask::read(&query.text, &languages(&searcher, &fields)?);
        let nothing = Results {
            total: 0,
            hits: Vec::new(),
            facets: Facets::default(),
            loosened: false,
            took: begun.elapsed(),
        };
        let mut wanted: Box<dyn IndexQuery> = if query.text.trim().is_empty() {
            Box::new(AllQuery)
        } else if ask.is_empty() {
            return Ok(nothing);
        } else {
            ask.query(&fields, false)
        };
        let tally = Tally::of(query);
        let mut counted = searcher.search(&wanted, &tally)?;
        let mut loosened = false;
        if counted.seen == 0 && ask.can_be_loosened() {
            wanted = ask.query(&fields, true);
            counted = searcher.search(&wanted, &tally)?;
            loosened = counted.seen > 0;
        }
        let per_page = query.per_page.clamp(1, MOST_HITS);
        let offset = query.page.max(1).saturating_sub(1).saturating_mul(per_page);
        let mut hits = Vec::new();
        if (offset as u64) < counted.total && offset < DEEPEST {
            let filtered = filtered(wanted, query, &fields);
            let needles = ask.needles();
            for address in top(&searcher, &filtered, query, per_page, offset)? {
                hits.push(hit(&searcher, address, &fields, &needles)?);
            }
        }
        Ok(Results {
            total: counted.total,
            hits,
            facets: counted.facets(),
            loosened,
            took: begun.elapsed(),
        })
    }
}

/// The stemmers of the languages that stories in the index have.
fn languages(searcher: &Searcher, fields: &Fields) -> Result<Vec<Language>, SearchError> {
    let mut languages = Vec::new();
    for segment in searcher.segment_readers() {
        let terms = segment.inverted_index(fields.language)?;
        let mut stream = terms.terms().stream()?;
        while stream.advance() {
            if let Some(language) = std::str::from_utf8(stream.key()).ok().and_then(stemmer)
                && !languages.contains(&language)
            {
                languages.push(language);
            }
        }
    }
    Ok(languages)
}

/// The query narrowed by the chosen filters, whose score counts nothing.
fn filtered(wanted: Box<dyn IndexQuery>, query: &Query, fields: &Fields) -> BooleanQuery {
    let mut parts = vec![(Occur::Must, wanted)];
    let mut narrow = |filter: Box<dyn IndexQuery>| {
        let silent: Box<dyn IndexQuery> = Box::new(BoostQuery::new(filter, 0.0));
        parts.push((Occur::Must, silent));
    };
    for (field, slug) in [(fields.section, &query.section), (fields.author, &query.author)] {
        if let Some(slug) = slug {
            narrow(Box::new(TermQuery::new(
                Term::from_field_text(field, slug),
                IndexRecordOption::Basic,
            )));
        }
    }
    if let Some((from, to)) = bounds(query) {
        let bound = |time: i64| std::ops::Bound::Included(Term::from_field_i64(fields.published, time));
        narrow(Box::new(RangeQuery::new(bound(from), bound(to))));
    }
    BooleanQuery::new(parts)
}

fn bounds(query: &Query) -> Option<(i64, i64)> {
    query.dates.map(|dates| match dates {
        Dates::Age(age) => age.bounds(query.now),
        Dates::Between(from, to) => (from, to.max(from)),
    })
}

fn top(
    searcher: &Searcher,
    query: &BooleanQuery,
    asked: &Query,
    limit: usize,
    offset: usize,
) -> Result<Vec<DocAddress>, SearchError> {
    let (sort, now) = (asked.sort, asked.now);
    // Blank text has no relevance to sort by.
    let sort = if sort == Sort::Relevance && asked.text.trim().is_empty() {
        Sort::Newest
    } else {
        sort
    };
    let docs = TopDocs::with_limit(limit).and_offset(offset);
    let published = |segment: &SegmentReader| segment.fast_fields().i64(PUBLISHED).ok();
    let when = |column: &Option<Column<i64>>, doc: DocId| column.as_ref().and_then(|column| column.first(doc));
    let found = match sort {
        Sort::Relevance => {
            let fresh = move |segment: &SegmentReader| {
                let column = published(segment);
                move |doc: DocId, score: Score| {
                    let time = when(&column, doc);
                    let age_in_days = time.map_or(f32::MAX, |time| (now.saturating_sub(time).max(0) / DAY) as f32);
                    (
                        score * (1.0 + RECENCY * (-age_in_days / 365.0).exp2()),
                        time.unwrap_or(i64::MIN),
                    )
                }
            };
            searcher
                .search(query, &docs.tweak_score(fresh))?
                .into_iter()
                .map(|(_, address)| address)
                .collect()
        }
        Sort::Newest | Sort::Oldest => {
            let dated = move |segment: &SegmentReader| {
                let column = published(segment);
                move |doc: DocId, score: Score| {
                    let key = match (when(&column, doc), sort) {
                        (None, _) => i64::MIN,
                        (Some(time), Sort::Oldest) => time.saturating_neg().max(i64::MIN + 1),
                        (Some(time), _) => time.max(i64::MIN + 1),
                    };
                    (key, score)
                }
            };
            searcher
                .search(query, &docs.tweak_score(dated))?
                .into_iter()
                .map(|(_, address)| address)
                .collect()
        }
    };
    Ok(found)
}

fn hit(searcher: &Searcher, address: DocAddress, fields: &Fields, needles: &Needles) -> Result<Hit, SearchError> {
    let document: TantivyDocument = searcher.doc(address)?;
    let bytes = document
        .get_first(fields.story)
        .and_then(|value| value.as_bytes())
        .unwrap_or_default();
    let story: SearchStory = serde_json::from_slice(bytes)?;
    let language = stemmer(&story.language);
    let (mut passage, in_text) = excerpt(&story.text, needles, language);
    if !in_text && !story.standfirst.is_empty() {
        passage = excerpt(&story.standfirst, needles, language).0;
    }
    Ok(Hit {
        headline: marked(&story.headline, needles, language),
        excerpt: passage,
        id: story.id,
        number: story.number,
        path: story.path,
        section_slug: story.section_slug,
        authors: story.authors,
        kind: story.kind,
        published: story.published,
        updated: story.updated,
    })
}

/// Counts stories by what could be chosen, in one pass over everything that the words find.
struct Tally {
    section: Option<String>,
    author: Option<String>,
    dates: Option<(i64, i64)>,
    now: i64,
}

#[derive(Default)]
struct Counted {
    /// Stories that the words find, whatever the filters.
    seen: u64,
    /// Stories that pass all filters.
    total: u64,
    sections: HashMap<String, u64>,
    authors: HashMap<String, u64>,
    ages: [u64; Age::ALL.len()],
}

impl Tally {
    fn of(query: &Query) -> Self {
        Self {
            section: query.section.clone(),
            author: query.author.clone(),
            dates: bounds(query),
            now: query.now,
        }
    }
}

impl Counted {
    fn facets(self) -> Facets {
        let mut sections: Vec<(String, u64)> = self.sections.into_iter().collect();
        sections.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        // An author who changed names stands under the name that most stories carry.
        let mut by_slug: HashMap<String, (String, u64, u64)> = HashMap::new();
        for (label, count) in self.authors {
            let (slug, name) = label.split_once(SEPARATOR).unwrap_or((&label, &label));
            let entry = by_slug.entry(slug.to_owned()).or_default();
            entry.2 += count;
            if count > entry.1 || (count == entry.1 && name > entry.0.as_str()) {
                name.clone_into(&mut entry.0);
                entry.1 = count;
            }
        }
        let mut authors: Vec<(String, String, u64)> = by_slug
            .into_iter()
            .map(|(slug, (name, _, count))| (slug, name, count))
            .collect();
        authors.sort_by(|one, other| other.2.cmp(&one.2).then_with(|| one.0.cmp(&other.0)));
        let dates = Age::ALL
            .into_iter()
            .zip(self.ages)
            .filter(|(_, count)| *count > 0)
            .collect();
        Facets {
            sections,
            authors,
            dates,
        }
    }
}

impl Collector for Tally {
    type Fruit = Counted;
    type Child = SegmentTally;

    fn for_segment(&self, _: u32, segment: &SegmentReader) -> tantivy::Result<SegmentTally> {
        let columns = segment.fast_fields();
        let (sections, authors) = (columns.str(SECTION)?, columns.str(AUTHORS)?);
        let wanted_section = self
            .section
            .as_ref()
            .map(|slug| ordinals(sections.as_ref(), |text| text == slug));
        let wanted_author = self.author.as_ref().map(|slug| {
            ordinals(authors.as_ref(), |text| {
                text.split(SEPARATOR).next() == Some(slug.as_str())
            })
        });
        Ok(SegmentTally {
            published: columns.i64(PUBLISHED)?,
            section_counts: vec![0; sections.as_ref().map_or(0, |column| column.num_terms())],
            author_counts: vec![0; authors.as_ref().map_or(0, |column| column.num_terms())],
            sections,
            authors,
            wanted_section,
            wanted_author,
            dates: self.dates,
            bounds: Age::ALL.map(|age| age.bounds(self.now)),
            seen: 0,
            total: 0,
            ages: [0; Age::ALL.len()],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counted>) -> tantivy::Result<Counted> {
        let mut all = Counted::default();
        for fruit in fruits {
            all.seen += fruit.seen;
            all.total += fruit.total;
            for (slug, count) in fruit.sections {
                *all.sections.entry(slug).or_default() += count;
            }
            for (label, count) in fruit.authors {
                *all.authors.entry(label).or_default() += count;
            }
            for (sum, count) in all.ages.iter_mut().zip(fruit.ages) {
                *sum += count;
            }
        }
        Ok(all)
    }
}

struct SegmentTally {
    sections: Option<StrColumn>,
    authors: Option<StrColumn>,
    published: Column<i64>,
    wanted_section: Option<HashSet<u64>>,
    wanted_author: Option<HashSet<u64>>,
    dates: Option<(i64, i64)>,
    bounds: [(i64, i64); Age::ALL.len()],
    seen: u64,
    total: u64,
    section_counts: Vec<u64>,
    author_counts: Vec<u64>,
    ages: [u64; Age::ALL.len()],
}

impl SegmentCollector for SegmentTally {
    type Fruit = Counted;

    fn collect(&mut self, doc: DocId, _: Score) {
        let time = self.published.first(doc);
        let within = |bounds: (i64, i64)| time.is_some_and(|time| time >= bounds.0 && time <= bounds.1);
        let passes = |column: &Option<StrColumn>, wanted: &Option<HashSet<u64>>| {
            wanted.as_ref().is_none_or(|wanted| {
                column
                    .as_ref()
                    .is_some_and(|column| column.term_ords(doc).any(|ord| wanted.contains(&ord)))
            })
        };
        let by_section = passes(&self.sections, &self.wanted_section);
        let by_author = passes(&self.authors, &self.wanted_author);
        let by_date = self.dates.is_none_or(within);
        self.seen += 1;
        self.total += u64::from(by_section && by_author && by_date);
        if by_author && by_date {
            count(self.sections.as_ref(), doc, &mut self.section_counts);
        }
        if by_section && by_date {
            count(self.authors.as_ref(), doc, &mut self.author_counts);
        }
        if by_section && by_author {
            for (age, bounds) in self.ages.iter_mut().zip(self.bounds) {
                *age += u64::from(within(bounds));
            }
        }
    }

    fn harvest(self) -> Counted {
        Counted {
            seen: self.seen,
            total: self.total,
            sections: named(self.sections.as_ref(), &self.section_counts),
            authors: named(self.authors.as_ref(), &self.author_counts),
            ages: self.ages,
        }
    }
}

fn count(column: Option<&StrColumn>, doc: DocId, counts: &mut [u64]) {
    let Some(column) = column else { return };
    for ord in column.term_ords(doc) {
        if let Some(count) = counts.get_mut(ord as usize) {
            *count += 1;
        }
    }
}

/// The ordinals of the column's values that are wanted.
fn ordinals(column: Option<&StrColumn>, wanted: impl Fn(&str) -> bool) -> HashSet<u64> {
    let Some(column) = column else { return HashSet::new() };
    let mut text = String::new();
    (0..column.num_terms() as u64)
        .filter(|ord| matches!(column.ord_to_str(*ord, &mut text), Ok(true)) && wanted(&text))
        .collect()
}

fn named(column: Option<&StrColumn>, counts: &[u64]) -> HashMap<String, u64> {
    let Some(column) = column else { return HashMap::new() };
    let mut named = HashMap::new();
    for (ord, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let mut text = String::new();
        if matches!(column.ord_to_str(ord as u64, &mut text), Ok(true)) {
            named.insert(text, *count);
        }
    }
    named
}
