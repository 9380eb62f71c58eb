//! The customers. They combine all births, homes, phones and names.

use contract::phone::overseas;
use serde_json::{Map, json};
use xpollens_onboarding::model::FieldId;

#[path = "births.rs"]
mod births;
#[path = "homes.rs"]
mod homes;

/// What a customer types, and the expected result.
pub(crate) struct Customer {
    number: usize,
    pub(crate) typed: Vec<(FieldId, String)>,
    pub(crate) expected: Expected,
}

pub(crate) enum Expected {
    /// The provider has these values, under the names of its version 1.1.
    Sent(Vec<(&'static str, String)>),
    /// The provider refuses and the answer names this field. With these corrections it accepts.
    Refused(FieldId, Vec<(FieldId, &'static str)>),
}

/// First digits of every mobile range of France and its territories, after the 0.
const MOBILE_RANGES: [&str; 34] = [
    "60", "61", "62", "630", "638", "64", "65", "66", "67", "68", "695", "698", "70010", "701", "702", "71",
    "72", "73", "74", "75", "76", "77", "78", "79", "639", "690", "691", "692", "693", "694", "696", "697",
    "7091", "7092",
];
/// Mobile numbers of other countries, and of territories that are dialled like one: the country beside the number, the
/// typed digits without the last four, and the sent digits without them.
const OTHER_PHONES: [(&str, &str, &str); 22] = [
    ("PF", "87 12 ", "+6898712"),
    ("FR", "+689 87 34 ", "+6898734"),
    ("NC", "75 ", "+68775"),
    ("WF", "82 ", "+68182"),
    ("PM", "55 ", "+50855"),
    ("FR", "0508 56 ", "+50856"),
    ("BE", "0470 12 ", "+3247012"),
    ("DE", "0151 2345 ", "+491512345"),
    ("IT", "312 345 ", "+39312345"),
    ("GB", "07400 12", "+44740012"),
    ("FR", "+212 730 12 ", "+21273012"),
    ("FR", "0041 79 123 ", "+4179123"),
    ("US", "(201) 555-", "+1201555"),
    ("CI", "01 23 45 ", "+225012345"),
    ("PT", "912 34", "+35191234"),
    ("FR", "+352 621 12 ", "+35262112"),
    ("FR", "+352 0621 12 ", "+35262112"),
    ("FR", "590 690 12", "+59069012"),
    ("RE", "33 6 12 36", "+3361236"),
    ("FR", "+377 6 12 34", "+37761234"),
    ("FR", "+376 31", "+37631"),
    ("JE", "07797 12", "+44779712"),
];
/// Typed names and the names that are sent.
const NAMES: [(&str, &str); 12] = [
    ("Berthier", "Berthier"),
    ("O´Neil", "O'Neil"),
    ("O`Neil", "O'Neil"),
    ("D’Arc", "D'Arc"),
    ("N\u{02BC}Diaye", "N'Diaye"),
    ("Jean\u{2011}Pierre", "Jean-Pierre"),
    ("Le\u{202F}Goff", "Le Goff"),
    ("Łukasz", "Łukasz"),
    ("Nguyễn", "Nguyễn"),
    ("Dupond\u{2013}Durand", "Dupond-Durand"),
    ("O\u{384}Neil", "O'Neil"),
    ("Jean\u{AD}Pierre\u{FE0F}", "JeanPierre"),
];

/// Customers that must not be refused.
pub(crate) fn valid() -> Vec<Customer> {
    let (births, homes) = (births::all(), homes::all());
    let count = births.len().max(homes.len()).max(300);
    (0..count)
        .map(|number| customer(number, &births[number % births.len()], &homes[number % homes.len()]))
        .collect()
}

/// Customers that the sandbox refuses as the provider would, because our tables cannot know their places.
pub(crate) fn refused_by_the_provider() -> Vec<Customer> {
    let (birth, home) = (&births::all()[0], &homes::all()[0]);
    let mut customers = Vec::new();
    for (postcode, hamlet, commune) in
        [("06220", "Golfe-Juan", "Vallauris"), ("73440", "Val Thorens", "Les Belleville")]
    {
        let home = homes::Home::french(postcode, hamlet, "");
        let refused = customer(1_000 + customers.len(), birth, &home);
        let expected = Expected::Refused(FieldId::ZipCode, [(FieldId::City, commune)].into());
        customers.push(Customer { expected, ..refused });
    }
    for (year, postcode, city, correction) in [
        (1950, "91000", "Alger", (FieldId::BirthCountry, "DZ")),
        (1955, "92000", "Oran", (FieldId::BirthCountry, "DZ")),
        (1938, "93200", "Constantine", (FieldId::BirthCountry, "DZ")),
        (1990, "61000", "Vieilleville", (FieldId::BirthCity, "Alençon")),
    ] {
        let birth = births::Birth::french(year, postcode, city, "", "");
        let refused = customer(1_000 + customers.len(), &birth, home);
        let expected = Expected::Refused(FieldId::BirthCity, [correction].into());
        customers.push(Customer { expected, ..refused });
    }
    let mut disposable = customer(1_000 + customers.len(), birth, home);
    for (field, text) in &mut disposable.typed {
        if *field == FieldId::Email {
            *text = "customer@yopmail.com".into();
        }
    }
    let other = [(FieldId::Email, "disposable-no-more@example.fr")].into();
    customers.push(Customer { expected: Expected::Refused(FieldId::Email, other), ..disposable });
    customers
}

fn customer(number: usize, birth: &births::Birth, home: &homes::Home) -> Customer {
    let (phone_country, phone, e164) = phone(number);
    let (name, sent_name) = NAMES[number % NAMES.len()];
    let street = if number.is_multiple_of(7) {
        "12 avenue du Maréchal de Lattre de Tassigny"
    } else {
        "104, rue des Fleurs"
    };
    let typed = [
        (FieldId::Civility, ["mr", "mrs", "miss"][number % 3].to_owned()),
        (FieldId::FirstName, "Zoé Anne".into()),
        (FieldId::LastName, name.into()),
        (FieldId::BirthName, name.into()),
        (FieldId::BirthDate, format!("{}-{:02}-{:02}", birth.year, 1 + number % 12, 1 + number % 28)),
        (FieldId::BirthCountry, birth.country.into()),
        (FieldId::BirthZipCode, birth.postcode.into()),
        (FieldId::BirthCity, birth.city.into()),
        (FieldId::Nationality, "FR".into()),
        (FieldId::Email, email(number)),
        (FieldId::Street, street.into()),
        (FieldId::Country, home.country.into()),
        (FieldId::ZipCode, home.postcode.into()),
        (FieldId::City, home.city.into()),
        (FieldId::PhoneCountry, phone_country.into()),
        (FieldId::PhoneNumber, phone),
    ];
    let sent = [
        ("LastName", sent_name),
        ("BirthCity", birth.sent_city),
        ("BirthZipCode", birth.sent_postcode),
        ("City", home.sent_city),
        ("ZipCode", home.sent_postcode),
        ("Phonenumber", &e164),
    ];
    let sent = sent.into_iter().filter(|(_, value)| !value.is_empty());
    let expected = Expected::Sent(sent.map(|(name, value)| (name, value.to_owned())).collect());
    Customer { number, typed: typed.into(), expected }
}

fn email(number: usize) -> String {
    format!("customer-{number}+web@example.fr")
}

/// The country beside the number, the typed number, and the number in E.164.
fn phone(number: usize) -> (&'static str, String, String) {
    let ranges = MOBILE_RANGES.len() + OTHER_PHONES.len();
    let range = number % ranges;
    if let Some((country, typed, sent)) =
        range.checked_sub(MOBILE_RANGES.len()).map(|other| OTHER_PHONES[other])
    {
        let last = 1_000 + number;
        return (country, format!("{typed}{last:04}"), format!("{sent}{last:04}"));
    }
    let first = MOBILE_RANGES[range];
    let digits = format!("{first}{:0width$}", number, width = 9 - first.len());
    let pairs = |separator: &str| {
        let all = format!("0{digits}").into_bytes();
        let pairs: Vec<&str> = all.chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits")).collect();
        pairs.join(separator)
    };
    let typed = match number / ranges % 6 {
        0 => pairs(" "),
        1 => pairs("."),
        2 => pairs("\u{202F}"),
        3 => format!("+33 {}", digits),
        4 => format!("0033 (0){}", digits),
        _ => format!("+33 0{}", digits),
    };
    let code = overseas(&digits).map_or("33", |(code, _)| code);
    ("FR", typed, format!("+{code}{digits}"))
}

impl Customer {
    pub(crate) fn reference(&self) -> String {
        format!("customer-{}", self.number)
    }

    pub(crate) fn email(&self) -> &str {
        self.text(FieldId::Email)
    }

    fn text(&self, wanted: FieldId) -> &str {
        self.typed.iter().find(|(field, _)| *field == wanted).map_or("", |(_, text)| text)
    }

    /// As a line of `tests/people/customers.jsonl`.
    pub(crate) fn line(&self) -> String {
        let texts = |fields: &mut dyn Iterator<Item = (FieldId, &str)>| {
            fields.map(|(field, text)| (field.path().to_owned(), text.into())).collect::<Map<_, _>>()
        };
        let typed = texts(&mut self.typed.iter().map(|(field, text)| (*field, text.as_str())));
        let mut line = json!({ "number": self.number, "typed": typed });
        match &self.expected {
            Expected::Sent(sent) => {
                let sent = sent.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into()));
                line["sent"] = sent.collect::<Map<_, _>>().into();
            }
            Expected::Refused(field, correction) => {
                line["refused"] = field.path().into();
                line["correction"] = texts(&mut correction.iter().copied()).into();
            }
        }
        format!("{line}\n")
    }

    /// What distinguishes the customer from the others.
    pub(crate) fn describe(&self) -> String {
        use FieldId::*;
        let shown = [
            BirthDate,
            BirthCountry,
            BirthZipCode,
            BirthCity,
            Country,
            ZipCode,
            City,
            PhoneCountry,
            PhoneNumber,
            LastName,
        ];
        format!("{}: {}", self.number, shown.map(|field| self.text(field)).join(" | "))
    }
}
