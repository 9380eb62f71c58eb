//! The paths of the customer's details: how a field of the profile is named in errors, drafts, locks and corrections. Every
//! list of these fields is made of this one. Reading and writing at a path: [`crate::by_path`].

/// Path of [`crate::profile::Profile::civility`].
pub const CIVILITY: &str = "civility";
/// Path of [`crate::profile::Profile::first_name`].
pub const FIRST_NAME: &str = "firstName";
/// Path of [`crate::profile::Profile::last_name`].
pub const LAST_NAME: &str = "lastName";
/// Path of [`crate::profile::Profile::birth_name`].
pub const BIRTH_NAME: &str = "birthName";
/// Path of [`crate::profile::Profile::birth_date`].
pub const BIRTH_DATE: &str = "birthDate";
/// Path of [`crate::profile::Profile::birth_city`].
pub const BIRTH_CITY: &str = "birthCity";
/// Path of [`crate::profile::Profile::birth_zip_code`].
pub const BIRTH_ZIP_CODE: &str = "birthZipCode";
/// Path of [`crate::profile::Profile::birth_country`].
pub const BIRTH_COUNTRY: &str = "birthCountry";
/// Path of [`crate::profile::Profile::nationality`].
pub const NATIONALITY: &str = "nationality";
/// Path of [`crate::profile::Profile::phone_number`].
pub const PHONE_NUMBER: &str = "phoneNumber";
/// Path of [`crate::profile::Profile::phone_country`].
pub const PHONE_COUNTRY: &str = "phoneCountry";
/// Path of [`crate::profile::Profile::email`].
pub const EMAIL: &str = "email";
/// Path of [`crate::profile::Address::street`].
pub const STREET: &str = "address.street";
/// Path of [`crate::profile::Address::supplement_in`].
pub const SUPPLEMENT_IN: &str = "address.supplementIn";
/// Path of [`crate::profile::Address::supplement_out`].
pub const SUPPLEMENT_OUT: &str = "address.supplementOut";
/// Path of [`crate::profile::Address::zip_code`].
pub const ZIP_CODE: &str = "address.zipCode";
/// Path of [`crate::profile::Address::city`].
pub const CITY: &str = "address.city";
/// Path of [`crate::profile::Address::country`].
pub const COUNTRY: &str = "address.country";

/// Critical identification data: compared with the document, locked once entered.
pub const IDENTITY: [&str; 9] = [
    CIVILITY,
    FIRST_NAME,
    LAST_NAME,
    BIRTH_NAME,
    BIRTH_DATE,
    BIRTH_CITY,
    BIRTH_ZIP_CODE,
    BIRTH_COUNTRY,
    NATIONALITY,
];

/// All else: free until the identity is validated.
pub const CONTACT: [&str; 9] =
    [PHONE_NUMBER, PHONE_COUNTRY, EMAIL, STREET, SUPPLEMENT_IN, SUPPLEMENT_OUT, ZIP_CODE, CITY, COUNTRY];

/// Every path: [`IDENTITY`], then [`CONTACT`].
pub const ALL: [&str; 18] = {
    let mut all = [CIVILITY; 18];
    let (identity, contact) = all.split_at_mut(IDENTITY.len());
    identity.copy_from_slice(&IDENTITY);
    contact.copy_from_slice(&CONTACT);
    all
};
