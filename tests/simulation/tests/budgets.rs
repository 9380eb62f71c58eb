//! How often the module asks stays within the documented limits. `--nocapture` prints the figures.

use simulation::budgets::{herd, quarter};

#[test]
fn a_tab_keeps_its_budget_of_calls() {
    let quarter = quarter();
    println!("{quarter}");
    assert!(quarter.is_within(), "{quarter}");
}

#[test]
fn many_tabs_spread_their_calls_after_an_outage() {
    // Each run of `cargo test` counts two thousand; the stage `simulation` counts ten thousand.
    for holds in [false, true] {
        let herd = herd(2_000, holds);
        println!(
            "2,000 tabs, an outage of five minutes, {}",
            if holds { "long polling" } else { "plain polling" }
        );
        println!("{herd}");
        assert!(herd.is_calm(), "{herd}");
    }
}
