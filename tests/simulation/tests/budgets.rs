//! How often the module asks stays within what was promised. `--nocapture` prints the figures.

use simulation::budgets::{herd, quarter};

#[test]
fn a_tab_keeps_its_budget_of_calls() {
    let quarter = quarter();
    println!("{quarter}");
    assert!(quarter.is_within(), "{quarter}");
}

#[test]
fn many_tabs_come_back_from_an_outage_one_by_one() {
    // Two thousand in every run; the stage `simulation` counts ten thousand.
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
