//! `npm run soak`: runs the requested number of journeys and prints their figures. The rest is in the library.

use std::{process::ExitCode, time::Duration};

use clap::Parser;
use simulation::{budgets, campaign, journey, plan::Plan};

/// Whole journeys in virtual time, with faults; every seed replays.
#[derive(Parser)]
struct Flags {
    /// How many journeys
    #[arg(long, default_value_t = 2_000)]
    journeys: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; by default two for each core, since a journey waits for its database about half of the time
    #[arg(long, default_value_t = 2 * std::thread::available_parallelism().map_or(1, std::num::NonZero::get))]
    threads: usize,
    /// Begin no journey after this many minutes
    #[arg(long, value_name = "MINUTES")]
    minutes: Option<u64>,
    /// Print all events of the journey of the first seed
    #[arg(long)]
    tell: bool,
    /// Also print how often the module asks
    #[arg(long)]
    budgets: bool,
    /// Without faults, together with --tell
    #[arg(long, requires = "tell")]
    calm: bool,
}

fn main() -> ExitCode {
    let flags = Flags::parse();
    if flags.tell {
        let plan = Plan::of(flags.seed);
        let report = journey::run(&if flags.calm { plan.calm() } else { plan }, true);
        println!("{}: {} broken promises, digest {}", report.story, report.broken.len(), report.digest);
        report.broken.iter().for_each(|(promise, how)| println!("  {promise:?}: {how}"));
        return ExitCode::from(u8::from(!report.broken.is_empty()));
    }
    let is_within = !flags.budgets || count_calls();
    let figures = {
        let time = flags.minutes.map(|minutes| Duration::from_secs(minutes * 60));
        campaign::journeys(flags.seed, flags.journeys, flags.threads, time)
    };
    if flags.journeys > 0 {
        print!("{figures}");
    }
    ExitCode::from(u8::from(!figures.broken.is_empty() || !is_within))
}

/// Prints how often the module asks. Returns whether the counts are within their limits.
fn count_calls() -> bool {
    let quarter = budgets::quarter();
    println!("{quarter}");
    let mut is_within = quarter.is_within();
    for (name, holds) in [("plain polling", false), ("long polling", true)] {
        let herd = budgets::herd(10_000, holds);
        println!("10,000 tabs, an outage of five minutes, {name}\n{herd}");
        is_within &= herd.is_calm();
    }
    is_within
}
