//! The numbering plan of every country, read from `data/phones.tsv`.

use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexBuilder};

/// Made by `scripts/build-phones.mjs` from npm `libphonenumber-js` 1.13.16: Google's metadata 9.0.43 (Apache-2.0).
const PHONES: &str = include_str!("../../data/phones.tsv");
/// What comes before the code of another country, where the plan names nothing else.
const INTERNATIONAL_PREFIX: &str = "00";
/// Stands for the pattern of fixed lines, where mobile numbers look alike.
const SAME: &str = "=";

static PLAN: LazyLock<Vec<Region>> = LazyLock::new(|| PHONES.lines().filter_map(Region::read).collect());

/// A pattern, compiled when it is first needed.
struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

/// The plan of one country.
pub(super) struct Region {
    id: &'static str,
    /// Calling code.
    pub(super) code: &'static str,
    international_prefix: Pattern,
    national_prefix: Pattern,
    /// What replaces the national prefix; empty where it is dropped.
    transform: &'static str,
    /// Of mobile numbers.
    lengths: Vec<usize>,
    any: Pattern,
    fixed_line: Pattern,
    mobile: Pattern,
    never_mobile: Pattern,
}

/// The plan of `country`, an ISO 3166-1 alpha-2 code.
pub(super) fn region(country: &str) -> Option<&'static Region> {
    let alias = match country {
        // They share the numbers of a neighbour, and have no plan of their own.
        "AQ" | "HM" => "AU",
        "BV" => "NO",
        "GS" => "FK",
        "PN" => "NZ",
        "TF" => "FR",
        "UM" => "US",
        country => country,
    };
    PLAN.iter().find(|region| !region.id.is_empty() && region.id == alias)
}

/// The plans that share a calling code, the main country first.
pub(super) fn regions(code: &str) -> impl Iterator<Item = &'static Region> {
    PLAN.iter().filter(move |region| region.code == code)
}

impl Region {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let mut next = || columns.next();
        let (id, code, abroad, prefix) = (next()?, next()?, next()?, next()?);
        let (transform, lengths) = (next()?, next()?);
        let (any, fixed_line, mobile, never_mobile) = (next()?, next()?, next()?, next()?);
        let abroad = if abroad.is_empty() { INTERNATIONAL_PREFIX } else { abroad };
        Some(Self {
            id,
            code,
            international_prefix: Pattern::beginning(abroad),
            national_prefix: Pattern::beginning(prefix),
            transform,
            lengths: lengths.split(' ').filter_map(|length| length.parse().ok()).collect(),
            any: Pattern::whole(any),
            fixed_line: Pattern::whole(fixed_line),
            mobile: Pattern::whole(if mobile == SAME { fixed_line } else { mobile }),
            never_mobile: Pattern::whole(never_mobile),
        })
    }

    /// Whether mobile numbers of this length exist.
    pub(super) fn has_length(&self, significant: &str) -> bool {
        self.lengths.contains(&significant.len())
    }

    pub(super) fn is_mobile(&self, significant: &str) -> bool {
        self.mobile.matches(significant)
    }

    pub(super) fn is_never_mobile(&self, significant: &str) -> bool {
        self.fixed_line.matches(significant) || self.never_mobile.matches(significant)
    }

    /// What follows the prefix for calls abroad; `None` where it is not dialled.
    pub(super) fn after_international_prefix<'a>(&self, digits: &'a str) -> Option<&'a str> {
        let found = self.international_prefix.regex()?.find(digits)?;
        // No calling code begins with 0: it is part of a national number then.
        digits.get(found.end()..).filter(|rest| !rest.is_empty() && !rest.starts_with('0'))
    }

    /// The digits without the national prefix, in the form that follows the calling code: as libphonenumber, the prefix is
    /// dropped unless only the digits with it are a number.
    pub(super) fn significant(&self, digits: &str) -> String {
        let Some(found) = self.national_prefix.regex().and_then(|prefix| prefix.captures(digits)) else {
            return digits.to_owned();
        };
        let rest = found.get(0).and_then(|prefix| digits.get(prefix.end()..)).unwrap_or_default();
        let last_group = found.iter().skip(1).last().flatten();
        let stripped = if self.transform.is_empty() || last_group.is_none() {
            rest.to_owned()
        } else {
            let mut replaced = String::new();
            found.expand(&self.transform.replace("$1", "${1}").replace("$2", "${2}"), &mut replaced);
            replaced + rest
        };
        if self.any.matches(digits) && !self.any.matches(&stripped) { digits.to_owned() } else { stripped }
    }
}

impl Pattern {
    fn whole(text: &str) -> Self {
        let text = if text.is_empty() { String::new() } else { format!("^(?:{text})$") };
        Self { text, compiled: OnceLock::new() }
    }

    fn beginning(text: &str) -> Self {
        let text = if text.is_empty() { String::new() } else { format!("^(?:{text})") };
        Self { text, compiled: OnceLock::new() }
    }

    /// `None` where there is no pattern.
    fn regex(&self) -> Option<&Regex> {
        let compile = || RegexBuilder::new(&self.text).unicode(false).build().ok();
        if self.text.is_empty() { None } else { self.compiled.get_or_init(compile).as_ref() }
    }

    fn matches(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_can_be_compiled() {
        assert_eq!(PLAN.len(), PHONES.lines().count());
        for region in PLAN.iter() {
            for pattern in [
                &region.international_prefix,
                &region.national_prefix,
                &region.any,
                &region.fixed_line,
                &region.mobile,
                &region.never_mobile,
            ] {
                assert!(pattern.text.is_empty() || pattern.regex().is_some(), "{}", pattern.text);
            }
        }
    }

    #[test]
    fn every_country_has_a_plan() {
        for country in contract::country::countries() {
            assert!(region(country).is_some(), "{country}");
        }
    }
}
