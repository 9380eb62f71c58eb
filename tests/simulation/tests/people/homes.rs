//! Postal addresses.

pub(crate) struct Home {
    pub(crate) country: &'static str,
    pub(crate) postcode: &'static str,
    pub(crate) city: &'static str,
    /// The postcode as it is sent. Empty if it is not checked.
    pub(crate) sent_postcode: &'static str,
    pub(crate) sent_city: &'static str,
}

/// Every postal name in Réunion, with its commune.
const REUNION: [(&str, &str, &str); 36] = [
    ("97400", "Saint-Denis", "Saint-Denis"),
    ("97410", "Saint-Pierre", "Saint-Pierre"),
    ("97411", "Bois-de-Nèfles Saint-Paul", "Saint-Paul"),
    ("97412", "Bras-Panon", "Bras-Panon"),
    ("97413", "Cilaos", "Cilaos"),
    ("97414", "L'Entre-Deux", "Entre-Deux"),
    ("97416", "La Chaloupe", "Saint-Leu"),
    ("97417", "La Montagne", "Saint-Denis"),
    ("97418", "La Plaine-des-Cafres", "Le Tampon"),
    ("97419", "La Possession", "La Possession"),
    ("97420", "Le Port", "Le Port"),
    ("97421", "La Rivière", "Saint-Louis"),
    ("97422", "La Saline", "Saint-Paul"),
    ("97423", "Le Guillaume", "Saint-Paul"),
    ("97424", "Le Piton Saint-Leu", "Saint-Leu"),
    ("97425", "Les Avirons", "Les Avirons"),
    ("97426", "Les Trois-Bassins", "Les Trois-Bassins"),
    ("97427", "L'Étang-Salé", "L'Étang-Salé"),
    ("97429", "Petite-Île", "Petite-Île"),
    ("97430", "Le Tampon", "Le Tampon"),
    ("97431", "La Plaine-des-Palmistes", "La Plaine-des-Palmistes"),
    ("97432", "Ravine des Cabris", "Saint-Pierre"),
    ("97433", "Salazie", "Salazie"),
    ("97434", "Saint-Gilles-les-Bains", "Saint-Paul"),
    ("97435", "Saint-Gilles-les-Hauts", "Saint-Paul"),
    ("97436", "Saint-Leu", "Saint-Leu"),
    ("97437", "Sainte-Anne", "Saint-Benoît"),
    ("97438", "Sainte-Marie", "Sainte-Marie"),
    ("97439", "Sainte-Rose", "Sainte-Rose"),
    ("97440", "Saint-André", "Saint-André"),
    ("97441", "Sainte-Suzanne", "Sainte-Suzanne"),
    ("97442", "Saint-Philippe", "Saint-Philippe"),
    ("97450", "Saint-Louis", "Saint-Louis"),
    ("97460", "Saint-Paul", "Saint-Paul"),
    ("97470", "Saint-Benoît", "Saint-Benoît"),
    ("97490", "Sainte-Clotilde", "Saint-Denis"),
];

/// Postcode and town as typed, then as sent.
const FRENCH: [(&str, &str, &str, &str); 32] = [
    ("92 100", "Boulogne", "92100", "Boulogne"),
    ("F-92100", "BOULOGNE BILLANCOURT CEDEX", "92100", "Boulogne-Billancourt"),
    ("FR 75014", "Paris 14e arrondissement", "75014", "Paris"),
    ("75008", "Paris Cedex 08", "75008", "Paris"),
    ("75380", "Paris Cedex 08", "75380", "Paris"),
    ("75116", "PARIS XVIe", "75116", "Paris"),
    ("69003", "Lyon 3e", "69003", "Lyon"),
    ("69 009", "LYON 09", "69009", "Lyon"),
    ("13001", "Marseille 1er", "13001", "Marseille"),
    ("13016", "marseille 16", "13016", "Marseille"),
    ("06160", "Juan-les-Pins", "06160", "Antibes"),
    ("93210", "La Plaine Saint-Denis", "93210", "Saint-Denis"),
    ("35480", "Messac", "35480", "Guipry-Messac"),
    ("86130", "Jaunay-Clan", "86130", "Jaunay-Marigny"),
    ("37100", "Saint-Symphorien", "37100", "Tours"),
    ("76600", "Havre (Le)", "76600", "Le Havre"),
    ("42100", "st etienne", "42100", "Saint-Étienne"),
    ("59800", "LILLE CEDEX", "59800", "Lille"),
    ("14390", "Cabourg", "14390", "Cabourg"),
    ("83400", "HYERES", "83400", "Hyères"),
    ("97490", "Ste Clotilde", "97490", "Saint-Denis"),
    ("98713", "Papeete", "98713", "Papeete"),
    ("99999", "Nulle-Part", "99999", "Nulle-Part"),
    ("00834", "Armées", "00834", "Armées"),
    ("94320", "THIAIS", "94320", "Thiais"),
    ("94500", "Champigny s/Marne", "94500", "Champigny-sur-Marne"),
    ("94120", "Fontenay s/ Bois", "94120", "Fontenay-sous-Bois"),
    ("69450", "St Cyr au Mt d'Or", "69450", "Saint-Cyr-au-Mont-d'Or"),
    ("26500", "Bourg-lez-Valence", "26500", "Bourg-lès-Valence"),
    ("31000", "BP 123 Toulouse Cedex", "31000", "Toulouse"),
    ("97122", "Jarry", "97122", "Baie-Mahault"),
    ("37540", "Saint-Cyr", "37540", "Saint-Cyr"),
];

/// Overseas and abroad: country; postcode and town as typed, then as sent.
const OTHER: [(&str, &str, &str, &str, &str); 42] = [
    ("PF", "98 713", "Papeete", "98713", "Papeete"),
    ("PF", "98714", "PAPEETE", "98714", "Papeete"),
    ("NC", "98845", "Nouméa Cedex", "98845", "Nouméa"),
    ("NC", "98800", "Noumea", "98800", "Nouméa"),
    ("WF", "98600", "Uvea", "98600", "Uvea"),
    ("PM", "97500", "St Pierre", "97500", "Saint-Pierre"),
    ("BL", "97133", "Saint Barthélemy", "97133", "Saint-Barthélemy"),
    ("MF", "97150", "Saint-Martin", "97150", "Saint-Martin"),
    ("GP", "97110", "Pointe à Pitre", "97110", "Pointe-à-Pitre"),
    ("MQ", "97234", "Fort de France", "97234", "Fort-de-France"),
    ("GF", "97300", "Cayenne", "97300", "Cayenne"),
    ("YT", "97600", "Mamoudzou", "97600", "Mamoudzou"),
    ("TF", "98400", "Port-aux-Français", "98400", "Port-aux-Français"),
    ("BE", "B-1000", "Bruxelles", "1000", "Bruxelles"),
    ("DE", "D-10115", "Berlin", "10115", "Berlin"),
    ("CH", "CH-8000", "Zürich", "8000", "Zürich"),
    ("LU", "L-1234", "Luxembourg", "1234", "Luxembourg"),
    ("IT", "I-00100", "Roma", "00100", "Roma"),
    ("ES", "28001", "Madrid", "28001", "Madrid"),
    ("PT", "1000-001", "Lisboa", "1000-001", "Lisboa"),
    ("NL", "1012 ab", "Amsterdam", "1012 AB", "Amsterdam"),
    ("GB", "sw1a 1aa", "London", "SW1A 1AA", "London"),
    ("IE", "d02 af30", "Dublin", "D02 AF30", "Dublin"),
    ("PL", "00-950", "Warszawa", "00-950", "Warszawa"),
    ("SE", "S-114 55", "Stockholm", "114 55", "Stockholm"),
    ("FI", "FIN-00100", "Helsinki", "00100", "Helsinki"),
    ("CZ", "110 00", "Praha", "110 00", "Praha"),
    ("LV", "LV-1050", "Rīga", "LV-1050", "Rīga"),
    ("AD", "AD500", "Andorra la Vella", "AD500", "Andorra la Vella"),
    ("MC", "98000", "Monaco", "98000", "Monaco"),
    ("CA", "k1a 0b1", "Ottawa", "K1A 0B1", "Ottawa"),
    ("US", "12345-6789", "Schenectady", "12345-6789", "Schenectady"),
    ("BR", "01310-100", "São Paulo", "01310-100", "São Paulo"),
    ("MA", "20000", "Casablanca", "20000", "Casablanca"),
    ("CI", "00000", "Abidjan", "00000", "Abidjan"), // there are no postcodes
    ("AE", "00000", "Dubai", "00000", "Dubai"),
    ("JE", "je2 3ab", "Saint Helier", "JE2 3AB", "Saint Helier"),
    ("BM", "HM 12", "Hamilton", "HM 12", "Hamilton"),
    ("SX", "00000", "Philipsburg", "00000", "Philipsburg"),
    ("MF", "97150", "Marigot", "97150", "Saint-Martin"),
    ("YT", "97600", "Kawéni", "97600", "Mamoudzou"),
    ("WF", "98600", "Mata-Utu", "98600", "Uvea"),
];

/// All homes.
pub(crate) fn all() -> Vec<Home> {
    let mut homes = Vec::new();
    for (postcode, city, commune) in REUNION {
        for country in ["RE", "FR"] {
            homes.push(Home { country, sent_postcode: postcode, ..Home::french(postcode, city, commune) });
        }
    }
    for (postcode, city, sent_postcode, sent_city) in FRENCH {
        homes.push(Home { sent_postcode, ..Home::french(postcode, city, sent_city) });
    }
    for (country, postcode, city, sent_postcode, sent_city) in OTHER {
        homes.push(Home { country, sent_postcode, ..Home::french(postcode, city, sent_city) });
    }
    homes
}

impl Home {
    /// A home in France.
    pub(crate) const fn french(postcode: &'static str, city: &'static str, sent_city: &'static str) -> Self {
        Self { country: "FR", postcode, city, sent_postcode: "", sent_city }
    }
}
