//! The provider's formats of a point in time. The zone is always UTC.

use contract::time::Timestamp;

/// `2023-12-12T17:51:40`: dates inside payloads.
pub fn iso_without_zone(time: Timestamp) -> String {
    let (date, of_day) = parts(time);
    format!("{date}T{of_day}")
}

/// `2023-06-23 12:25:30`: the date of onboarding.
pub fn spaced(time: Timestamp) -> String {
    let (date, of_day) = parts(time);
    format!("{date} {of_day}")
}

/// `12/12/2023 17:51:40 +00:00`, day first: the header `Webhook-Processdate`.
pub fn process_date(time: Timestamp) -> String {
    format!("{} +00:00", day_first(time))
}

/// `12/12/2023 17:51:40`, day first, as a French phone shows it.
pub fn day_first(time: Timestamp) -> String {
    let (date, of_day) = parts(time);
    let mut numbers: Vec<_> = date.split('-').collect();
    numbers.reverse();
    format!("{} {of_day}", numbers.join("/"))
}

/// Date and time of day, to the second.
fn parts(time: Timestamp) -> (String, String) {
    let seconds = time.as_millis().div_euclid(1000).rem_euclid(86_400);
    let of_day = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    (time.date().to_string(), of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_comes_before_the_month() {
        let time = Timestamp::parse("2023-02-28T17:51:40.999Z").unwrap();
        assert_eq!(process_date(time), "28/02/2023 17:51:40 +00:00");
        assert_eq!(iso_without_zone(time), "2023-02-28T17:51:40");
        assert_eq!(spaced(time), "2023-02-28 17:51:40");
    }
}
