//! `npm run bench -- places`: how long the look-up of a place takes, over the whole table. Target: below one millisecond.

#![allow(clippy::indexing_slicing, clippy::print_stdout)] // a program that prints figures for a developer

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use backend::place::{check::places, towns, warm_up};
use contract::profile::Profile;

/// The table that is measured, read here once more to know what is in it.
const COMMUNES: &str = include_str!("../data/communes.csv");
/// Each look-up is measured as often, and the shortest time counts: the machine does other things at times.
const ROUNDS: usize = 5;
/// A name that no commune has or had.
const NOWHERE: &str = "Vieilleville-aux-Trois-Moulins";

fn main() {
    let start = Instant::now();
    warm_up();
    println!("reading the table: {:.1?}", start.elapsed());
    let postcodes: Vec<&str> = COMMUNES.lines().filter_map(|line| Some(line.split_once(',')?.0)).collect();
    let names: Vec<(&str, &str)> = COMMUNES.lines().flat_map(names).collect();
    let slips: Vec<(&str, String)> = names.iter().map(|(postcode, name)| (*postcode, slip(name))).collect();
    let nowhere = || postcodes.iter().map(|postcode| home(postcode, NOWHERE));
    report("towns of a postcode", postcodes.iter().map(|postcode| || drop(black_box(towns("FR", postcode)))));
    report_checks("address, each name", names.iter().map(|(postcode, name)| home(postcode, name)));
    report_checks("address, a letter wrong", slips.iter().map(|(postcode, name)| home(postcode, name)));
    report_checks("address, unknown town", nowhere());
    for year in [1950, 1990] {
        let born = |postcode: &str, name: &str| birth(year, postcode, name);
        report_checks(&format!("birth {year}, each name"), names.iter().map(|(code, name)| born(code, name)));
        report_checks(
            &format!("birth {year}, a letter wrong"),
            slips.iter().map(|(code, name)| born(code, name)),
        );
        let unknown = postcodes.iter().map(|postcode| born(postcode, NOWHERE));
        report_checks(&format!("birth {year}, unknown town"), unknown);
    }
}

/// The postcode of a line with each name of each of its communes.
fn names(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let (postcode, items) = line.split_once(',').unwrap_or_default();
    let names = items.split([',', '~']).filter_map(|name| name.split('<').next());
    names.filter(|name| !name.is_empty()).map(move |name| (postcode, name))
}

/// The name with another letter in its middle.
fn slip(name: &str) -> String {
    let middle = name.chars().count() / 2;
    let letter = |(index, letter): (usize, char)| if index == middle { 'x' } else { letter };
    name.chars().enumerate().map(letter).collect()
}

fn home(postcode: &str, city: &str) -> Profile {
    let mut profile = Profile::default();
    profile.address.country = "FR".into();
    profile.address.zip_code = postcode.into();
    profile.address.city = city.into();
    profile
}

fn birth(year: u16, postcode: &str, city: &str) -> Profile {
    Profile {
        birth_date: format!("{year}-05-01"),
        birth_country: "FR".into(),
        birth_zip_code: postcode.into(),
        birth_city: city.into(),
        ..Profile::default()
    }
}

fn report_checks(what: &str, profiles: impl Iterator<Item = Profile>) {
    report(what, profiles.map(|profile| move || drop(places(black_box(&mut profile.clone())))));
}

fn report<LookUp: Fn()>(what: &str, look_ups: impl Iterator<Item = LookUp>) {
    let mut times: Vec<Duration> = look_ups.map(|look_up| shortest(&look_up)).collect();
    times.sort_unstable();
    let (count, median) = (times.len(), times[times.len() / 2]);
    let worst = times[count - 1];
    println!("{what:<28} {count:>6} look-ups   median {median:>8.1?}   worst {worst:>8.1?}");
}

fn shortest(look_up: &impl Fn()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        look_up();
        start.elapsed()
    });
    rounds.min().unwrap_or_default()
}
