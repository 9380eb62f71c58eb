//! Countries by their ISO 3166-1 alpha-2 code. The browser supplies their names (`Intl.DisplayNames`).

/// All 249 codes in alphabetical order, separated by spaces.
pub const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
     BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
     FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS \
     IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN \
     MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
     PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN \
     TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
/// France and its overseas territories, where a postcode and a town must agree.
const FRENCH: [&str; 13] = ["FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "TF"];

/// Every code, in alphabetical order.
pub fn countries() -> impl Iterator<Item = &'static str> {
    CODES.split(' ')
}

/// Whether `code` is the upper-case code of a country.
pub fn is_country(code: &str) -> bool {
    countries().any(|listed| listed == code)
}

/// Whether `code` is France or a French overseas territory.
pub fn is_french(code: &str) -> bool {
    FRENCH.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_each_code_once() {
        let listed: alloc::vec::Vec<_> = countries().collect();
        assert_eq!(listed.len(), 249);
        assert!(listed.is_sorted_by(|a, b| a < b));
        assert!(listed.iter().all(|code| code.len() == 2 && is_country(code)));
        assert!(FRENCH.iter().all(|code| is_country(code)));
        assert!(!is_country("fr") && !is_country("") && !is_country("AD AE"));
    }
}
