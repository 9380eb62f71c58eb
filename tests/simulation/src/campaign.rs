//! Runs many journeys on several threads and collects their figures.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    journey::{Report, run},
    plan::Plan,
    verdict::Promise,
};

/// The figures of many journeys.
#[derive(Default)]
pub struct Figures {
    /// Number of journeys.
    pub journeys: u64,
    /// The first seed.
    pub first_seed: u64,
    /// Their virtual time in total.
    pub virtual_time: Duration,
    /// Real time.
    pub real_time: Duration,
    /// Calls of all pages.
    pub requests: u64,
    /// Faults and disturbances by kind.
    pub faults: BTreeMap<String, u64>,
    /// Journeys by story.
    pub stories: BTreeMap<String, u64>,
    /// Broken promises: seed, story, promise and details.
    pub broken: Vec<(u64, String, Promise, String)>,
}

impl Figures {
    fn add(&mut self, report: Report) {
        self.journeys += 1;
        self.virtual_time += Duration::from_millis(report.virtual_ms);
        self.requests += report.requests;
        for (kind, count) in report.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        for (promise, how) in report.broken {
            eprintln!("seed {}, {}: {promise:?}: {how}", report.seed, report.story);
            self.broken.push((report.seed, report.story.clone(), promise, how));
        }
        *self.stories.entry(report.story).or_default() += 1;
    }

    fn count(&self, promise: Promise) -> usize {
        self.broken.iter().filter(|(_, _, broken, _)| *broken == promise).count()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.first_seed + self.journeys.saturating_sub(1);
        writeln!(f, "journeys               {} (seeds {} to {last})", self.journeys, self.first_seed)?;
        writeln!(
            f,
            "stories                {} in both generations and two partner kinds",
            self.stories.len()
        )?;
        writeln!(f, "virtual time           {:.1} days", self.virtual_time.as_secs_f64() / 86_400.0)?;
        writeln!(f, "real time              {:.1} s", self.real_time.as_secs_f64())?;
        writeln!(f, "calls of the page      {}", self.requests)?;
        writeln!(f, "faults                 {}", self.faults.values().sum::<u64>())?;
        for (kind, count) in &self.faults {
            writeln!(f, "  {kind:<52} {count}")?;
        }
        writeln!(f, "stuck                  {}", self.count(Promise::NeverStuck))?;
        writeln!(f, "wrong ends             {}", self.count(Promise::RightEnd))?;
        writeln!(f, "double submits         {}", self.count(Promise::NoDoubleSubmit))?;
        writeln!(f, "lost consents          {}", self.count(Promise::ConsentKept))?;
        writeln!(f, "broken words of tabs   {}", self.count(Promise::TabKeepsItsWord))?;
        for (seed, story, promise, how) in &self.broken {
            writeln!(f, "  seed {seed}, {story}: {promise:?}: {how}")?;
            writeln!(f, "    replay: cargo run -p simulation -- --journeys 1 --seed {seed} --tell")?;
        }
        Ok(())
    }
}

/// Runs the journeys of `count` seeds from `first_seed` on, in this many threads. Worlds share nothing. No journey
/// begins after `time`, if it is given.
pub fn journeys(first_seed: u64, count: u64, threads: usize, time: Option<Duration>) -> Figures {
    let began = Instant::now();
    let next = AtomicU64::new(0);
    let figures = Mutex::new(Figures { first_seed, ..Figures::default() });
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count || time.is_some_and(|time| began.elapsed() > time) {
                        return;
                    }
                    let report = run(&Plan::of(first_seed + index), false);
                    figures.lock().expect("no journey panics while counting").add(report);
                }
            });
        }
    });
    let mut figures = figures.into_inner().expect("no journey panics while counting");
    figures.real_time = began.elapsed();
    figures.broken.sort_by_key(|broken| broken.0);
    figures
}
