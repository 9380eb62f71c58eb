use super::*;

/// A mobile number of each country, from the same metadata.
const EXAMPLES: &str = include_str!("../../data/phone-examples.tsv");

fn of(country: &str, number: &str) -> Result<String, FieldErrorCode> {
    let profile =
        Profile { phone_country: country.into(), phone_number: number.into(), ..Profile::default() };
    e164(&profile)
}

#[test]
fn mobile_numbers_become_e164() {
    for (country, number, expected) in [
        ("", "+33612345678", "+33612345678"),
        ("", "+330612345678", "+33612345678"),
        ("FR", "0612345678", "+33612345678"),
        ("FR", "612345678", "+33612345678"),
        ("FR", "33612345678", "+33612345678"),
        ("FR", "00447400123456", "+447400123456"),
        ("US", "01133612345678", "+33612345678"),
        ("BE", "0470123456", "+32470123456"),
        ("DE", "015112345678", "+4915112345678"),
        ("IT", "3123456789", "+393123456789"),
        ("GB", "07400123456", "+447400123456"),
        ("", "+4407400123456", "+447400123456"),
        ("US", "2015550123", "+12015550123"), // mobile numbers and fixed lines look alike in this country
        ("AR", "01115 2345 6789", "+5491123456789"),
        ("BR", "015 11 96123 4567", "+5511961234567"),
        ("RU", "89123456789", "+79123456789"),
        ("CI", "0123456789", "+2250123456789"),
        ("XK", "043201234", "+38343201234"),
    ] {
        assert_eq!(of(country, number).as_deref(), Ok(expected), "{country} {number}");
    }
}

#[test]
fn an_overseas_mobile_keeps_its_territory_with_any_prefix() {
    for (digits, expected) in [
        ("692861234", "+262692861234"),
        ("693101234", "+262693101234"),
        ("639123456", "+262639123456"),
        ("690123456", "+590690123456"),
        ("691221234", "+590691221234"),
        ("694123456", "+594694123456"),
        ("696123456", "+596696123456"),
        ("697123456", "+596697123456"),
        ("709012345", "+590709012345"),
        ("709112345", "+596709112345"),
        ("709212345", "+262709212345"),
        ("709312345", "+594709312345"),
        ("708412345", "+508708412345"),
        ("508551234", "+508551234"),
        ("612345678", "+33612345678"),
        ("701234567", "+33701234567"),
        ("756789012", "+33756789012"),
    ] {
        for country in ["FR", "RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF"] {
            let dialled = format!("0{digits}");
            assert_eq!(of(country, &dialled).as_deref(), Ok(expected), "{country} {dialled}");
        }
        for code in ["33", "262", "590", "594", "596", "508"] {
            let without_plus = format!("{code}{digits}");
            assert_eq!(of("FR", &without_plus).as_deref(), Ok(expected), "{without_plus}");
            assert_eq!(of("RE", &without_plus).as_deref(), Ok(expected), "{without_plus}");
            for before in ["+", "00"] {
                for zero in ["", "0", "(0)"] {
                    let written = format!("{before}{code}{zero}{digits}");
                    assert_eq!(of("", &written).as_deref(), Ok(expected), "{written}");
                }
            }
        }
    }
}

#[test]
fn numbers_of_territories_with_their_own_plan_are_unchanged() {
    for (country, number, expected) in [
        ("PM", "551234", "+508551234"),
        ("PF", "87123456", "+68987123456"),
        ("PF", "68987123456", "+68987123456"),
        ("FR", "68987123456", "+68987123456"),
        ("FR", "0068987123456", "+68987123456"),
        ("NC", "751234", "+687751234"),
        ("WF", "821234", "+681821234"),
        ("", "+687 75.12.34", "+687751234"),
    ] {
        assert_eq!(of(country, number).as_deref(), Ok(expected), "{country} {number}");
    }
}

#[test]
fn a_mobile_number_of_every_country_is_accepted() {
    let examples = EXAMPLES.lines().filter_map(|line| line.split_once('\t'));
    let mut count = 0;
    for (country, number) in examples {
        assert_eq!(of("", number).as_deref(), Ok(number), "{country}");
        count += 1;
    }
    assert!(count > 240);
}

#[test]
fn a_zero_that_a_country_does_not_have_is_dropped() {
    for (country, number, expected) in [
        ("LU", "0621123456", "+352621123456"),
        ("", "+3520621123456", "+352621123456"),
        ("ES", "0612345678", "+34612345678"),
        ("", "+3510912345678", "+351912345678"),
        ("", "+3903331234567", "+393331234567"),
        ("CI", "0701234567", "+2250701234567"), // it belongs to the number
    ] {
        assert_eq!(of(country, number).as_deref(), Ok(expected), "{country} {number}");
    }
    assert_eq!(of("IT", "0612345678"), Err(FieldErrorCode::NotAllowed), "the 0 of a landline of Rome");
}

#[test]
fn impossible_numbers_are_refused() {
    for (country, number) in [
        ("FR", "0012345678"),
        ("FR", "06123456"),
        ("FR", "07001234567890"), // a number of a machine
        ("", "+3361234567"),
        ("", "+999612345678"),
        ("BE", "0612"),
        ("FR", ""),
        ("FR", "+"),
        ("", "0612345678"),
    ] {
        assert_eq!(of(country, number), Err(FieldErrorCode::InvalidFormat), "{country} {number}");
    }
}

#[test]
fn fixed_lines_and_service_numbers_are_refused() {
    for (country, number) in [
        ("FR", "0145678901"),
        ("FR", "0912345678"),
        ("FR", "0800123456"),
        ("FR", "0262123456"),
        ("RE", "0262123456"),
        ("RE", "0976123456"),
        ("", "+33145678901"),
        ("", "+262262123456"),
        ("BE", "023456789"),
        ("IT", "0612345678"),
        ("", "+390612345678"),
        ("", "+39 02 1234 5678"),
        ("SM", "0549886377"),
        ("CI", "2521234567"),
        ("GB", "02079460000"),
        ("DE", "030123456"),
        ("ES", "912345678"),
        ("PF", "40412345"),
        ("MA", "0520123456"),
    ] {
        assert_eq!(of(country, number), Err(FieldErrorCode::NotAllowed), "{country} {number}");
    }
}

#[test]
fn numbers_that_the_plan_does_not_know_pass() {
    for (country, number, expected) in [
        ("", "+212730123456", "+212730123456"),
        ("", "+212799123456", "+212799123456"),
        ("FR", "0700123456", "+33700123456"),
        ("BE", "0412345678", "+32412345678"),
    ] {
        assert_eq!(of(country, number).as_deref(), Ok(expected), "{country} {number}");
    }
}

/// The page refuses a number before it is sent if its first digits tell that it is no mobile number.
#[test]
fn no_number_that_the_page_refuses_can_be_a_mobile_one() {
    let mobile = |number: &str| {
        let number = international(number).expect("a calling code");
        regions(number.code).any(|region| region.is_mobile(&number.significant))
    };
    for line in EXAMPLES.lines().filter_map(|line| line.split_once('\t')) {
        assert!(!contract::phone::is_fixed("", line.1), "{line:?}");
    }
    // Every beginning of five digits, filled up to each length with a digit of its own.
    let mut refused = 0;
    for first in 10_000..100_000_u32 {
        for length in 8..=13 {
            for filling in ["3", "7"] {
                let digits = format!("{first}{}", filling.repeat(length - 5));
                if contract::phone::is_fixed("", &format!("+{digits}")) && international(&digits).is_some() {
                    refused += 1;
                    assert!(!mobile(&digits), "{digits}");
                }
            }
        }
    }
    assert!(refused > 10_000, "{refused}");
}
