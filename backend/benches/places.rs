//! `npm run bench -- places`: how long the look-up of a place takes, by what was written. Target: below one millisecond.

#![allow(clippy::indexing_slicing, clippy::print_stdout)] // a program that prints figures for a developer

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use backend::place::{check::places, towns, warm_up};
use contract::profile::Profile;

const ROUNDS: usize = 200;

/// Postcode and town of an address in France: known, a name of the post, a slip, a hamlet, elsewhere, a postcode without a commune.
const HOMES: [(&str, &str); 6] = [
    ("75014", "Paris 14e"),
    ("97490", "Sainte-Clotilde"),
    ("92100", "Boulogne Bilancourt"),
    ("06220", "Golfe-Juan"),
    ("92100", "Paris"),
    ("75380", "Paris Cedex 08"),
];
/// Year, postcode and town of a birth in France.
const BIRTHS: [(u16, &str, &str); 6] = [
    (1990, "75001", "Paris"),
    (1960, "75000", "Montreuil"),
    (1960, "75000", "Neuilly"),
    (1961, "35000", "Messac"),
    (1990, "61000", "Vieilleville"),
    (1990, "59000", "Boulogne"),
];

fn main() {
    let start = Instant::now();
    warm_up();
    println!("reading the table: {:.1?}", start.elapsed());
    measure("towns of 01000", || drop(black_box(towns("FR", black_box("01000")))));
    for (postcode, city) in HOMES {
        let mut profile = Profile::default();
        profile.address.country = "FR".into();
        profile.address.zip_code = postcode.into();
        profile.address.city = city.into();
        measure(&format!("address {postcode} {city}"), || drop(places(black_box(&mut profile.clone()))));
    }
    for (year, postcode, city) in BIRTHS {
        let profile = Profile {
            birth_date: format!("{year}-05-01"),
            birth_country: "FR".into(),
            birth_zip_code: postcode.into(),
            birth_city: city.into(),
            ..Profile::default()
        };
        measure(&format!("birth {year} {postcode} {city}"), || drop(places(black_box(&mut profile.clone()))));
    }
}

fn measure(what: &str, look_up: impl Fn()) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            look_up();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("{what:<34} median {:>8.1?}   worst {:>8.1?}", times[ROUNDS / 2], times[ROUNDS - 1]);
}
